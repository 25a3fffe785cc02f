package org.ladibridge.intake.file;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import org.apache.camel.util.ObjectHelper;
import org.ladibridge.intake.UnreadableException;

import com.fasterxml.aalto.UncheckedStreamException;
import com.fasterxml.aalto.stax.InputFactoryImpl;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One strict pass over a workbook's XML before its first row is read: what it expands to, that it is well-formed and without
 * document type, and that nothing in it makes a reader of cells reserve memory or time out of proportion.
 */
final class XlsxCheck {
    private static final int DEEPEST = 64;
    private static final int LARGEST_TEXT = 1024 * 1024;
    private static final int LONGEST_FORMULA = 8_192;
    private static final int MOST_ARRAY_FORMULAS = 1_000;
    private static final int MOST_FORMULA_TEXT = 8 * 1024 * 1024;
    private static final int LARGEST_MARKUP = 4 * 1024 * 1024;
    /** Texts that cells share are held in memory while the file is read. */
    private static final long MOST_SHARED_TEXT = 64L * 1024 * 1024;
    private static final long LARGEST_INDEX_PART = 16L * 1024 * 1024;
    private static final Set<String> INDEX_PARTS = Set.of("styleSheet", "workbook", "Types", "Relationships");
    /** Excel ends at XFD1048576. */
    private static final Pattern CELL = Pattern.compile("[A-Z]{1,2}[0-9]{1,7}|[A-X][A-Z]{2}[0-9]{1,7}");
    private static final int LAST_ROW = 1_048_576;
    private static final Pattern SHARED_TEXT = Pattern.compile("[0-9]{1,9}");

    private final XMLInputFactory xml = new InputFactoryImpl();
    private int sharedTexts;
    private int highestSharedText = -1;
    private boolean usual = true;
    private int row;
    private BitSet hiddenOfPart = new BitSet();
    private final Map<String, BitSet> hiddenOfParts = new HashMap<>();
    private final List<String> sheetIds = new ArrayList<>();
    private final Map<String, String> targets = new HashMap<>();

    private XlsxCheck() {
        xml.setProperty(XMLInputFactory.SUPPORT_DTD, Boolean.FALSE);
        xml.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, Boolean.FALSE);
    }

    /**
     * What the pass found.
     *
     * @param usual whether it is written as the reader of cells knows it; see {@link XlsxCopy}
     * @param hidden by each sheet's place in the workbook: the numbers of its rows that are not shown
     */
    record Found(boolean usual, List<BitSet> hidden) {
        /** Of the sheet at this place. */
        BitSet hidden(int sheet) {
            return sheet < hidden.size() ? hidden.get(sheet) : new BitSet();
        }
    }

    /** @throws UnreadableException when the workbook is damaged, or beyond a limit */
    static Found pass(Path file, ExpansionLimits limits) throws IOException, UnreadableException {
        XlsxCheck check = new XlsxCheck();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ExpansionLimits.Budget budget = limits.of(Files.size(file));
            Set<String> names = new HashSet<>();
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements();) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName().toLowerCase(Locale.ROOT);
                if (!names.add(name) || names.size() > 10 * ExpansionLimits.MOST_ENTRIES) {
                    throw damaged("it holds a part twice, or too many", "có phần bị lặp, hoặc quá nhiều phần");
                }
                String plain = XlsxCopy.plainName(name);
                check.usual &= plain.equals(name);
                if (name.endsWith(".xml") || name.endsWith(".rels")) {
                    check.hiddenOfPart = new BitSet();
                    check.part(plain, budget.limit(zip.getInputStream(entry)));
                    check.hiddenOfParts.put(plain, check.hiddenOfPart);
                }
            }
            if (check.highestSharedText >= check.sharedTexts) {
                throw damaged("a cell names a text that is not there", "có ô chỉ đến văn bản không tồn tại");
            }
            return check.found();
        } catch (ExpansionLimits.TooLargeException e) {
            throw e.refusal();
        } catch (ZipException | EOFException e) {
            throw damaged("the archive in it is broken", "phần nén bên trong bị lỗi");
        } catch (XMLStreamException | UncheckedStreamException e) {
            ExpansionLimits.TooLargeException tooLarge = ObjectHelper.getException(ExpansionLimits.TooLargeException.class, e);
            if (tooLarge != null) {
                throw tooLarge.refusal();
            }
            throw damaged("its XML is not well-formed", "XML không đúng cú pháp");
        }
    }

    private Found found() {
        List<BitSet> hidden = new ArrayList<>();
        for (String id : sheetIds) {
            String target = targets.getOrDefault(id, "");
            String part = target.startsWith("/") ? target.substring(1) : "xl/" + target;
            hidden.add(hiddenOfParts.getOrDefault(part, new BitSet()));
        }
        return new Found(usual, hidden);
    }

    private void part(String part, InputStream in) throws IOException, XMLStreamException, UnreadableException {
        CountedMarkup bytes = new CountedMarkup(in);
        XMLStreamReader reader = xml.createXMLStreamReader(bytes);
        try {
            String root = null;
            int depth = 0;
            int arrayFormulas = 0;
            long formulaText = 0;
            long text = 0;
            boolean sharedCell = false;
            boolean collecting = false;
            long formulaFrom = 0;
            StringBuilder index = new StringBuilder();
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                    throw damaged("it declares entities", "có khai báo thực thể XML");
                } else if (event == XMLStreamConstants.START_ELEMENT) {
                    String name = reader.getLocalName();
                    usual &= root != null || !String.valueOf(reader.getNamespaceURI()).startsWith(XlsxCopy.STRICT);
                    root = root == null ? name : root;
                    note(part, root, name, reader);
                    if (++depth > DEEPEST) {
                        throw damaged("its elements are nested too deeply", "các phần tử lồng nhau quá sâu");
                    }
                    collecting |= name.equals("c") || name.equals("si");
                    text = name.equals("c") || name.equals("si") || !collecting ? 0 : text;
                    switch (name) {
                        case "c" -> sharedCell = cell(reader);
                        case "si" -> sharedTexts += root.equals("sst") ? 1 : 0;
                        case "f" -> {
                            arrayFormulas += "array".equals(reader.getAttributeValue(null, "t")) ? 1 : 0;
                            formulaFrom = text;
                        }
                        case "Relationship" -> relationship(reader);
                        default -> {
                            // Nothing to check.
                        }
                    }
                    index.setLength(0);
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                    String name = reader.getLocalName();
                    if (name.equals("v") && sharedCell) {
                        sharedText(index.toString().strip());
                    }
                    collecting &= !name.equals("c") && !name.equals("si");
                    long formula = name.equals("f") ? text - formulaFrom : 0;
                    formulaText += formula;
                    if (formula > LONGEST_FORMULA || formulaText > MOST_FORMULA_TEXT || arrayFormulas > MOST_ARRAY_FORMULAS) {
                        throw new UnreadableException(
                                "it has too many or too long formulas; save it as CSV (UTF-8) and drop that",
                                "bảng tính có quá nhiều công thức hoặc công thức quá dài; hãy lưu thành CSV (UTF-8) rồi thả lại");
                    }
                } else if (reader.hasText()) {
                    text += reader.getTextLength();
                    if (text > LARGEST_TEXT) {
                        throw damaged("a text in it is longer than " + LARGEST_TEXT + " characters",
                                "có văn bản dài hơn " + LARGEST_TEXT + " ký tự");
                    }
                    if (sharedCell && index.length() < 20) {
                        index.append(reader.getText());
                    }
                }
                limit(root, bytes.total);
            }
        } finally {
            reader.close();
            in.close();
        }
    }

    private void note(String part, String root, String name, XMLStreamReader reader) {
        if (name.equals("row") && root.equals("worksheet")) {
            String number = reader.getAttributeValue(null, "r");
            row = number != null && SHARED_TEXT.matcher(number).matches() ? Integer.parseInt(number) : row + 1;
            String shown = reader.getAttributeValue(null, "hidden");
            if (row <= LAST_ROW && ("1".equals(shown) || "true".equals(shown))) {
                hiddenOfPart.set(row);
            }
        } else if (name.equals("c") && root.equals("worksheet")) {
            usual &= !"d".equals(reader.getAttributeValue(null, "t"));
        } else if (name.equals("sheetData")) {
            row = 0;
        } else if (name.equals("sheet") && root.equals("workbook")) {
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                if (reader.getAttributeLocalName(i).equals("id")) {
                    sheetIds.add(reader.getAttributeValue(i));
                }
            }
        } else if (name.equals("Relationship") && part.endsWith("workbook.xml.rels")) {
            targets.put(String.valueOf(reader.getAttributeValue(null, "Id")),
                    String.valueOf(reader.getAttributeValue(null, "Target")).toLowerCase(Locale.ROOT));
        }
    }

    private static void limit(String root, long bytes) throws UnreadableException {
        if ("sst".equals(root) && bytes > MOST_SHARED_TEXT || root != null && INDEX_PARTS.contains(root)
                && bytes > LARGEST_INDEX_PART) {
            throw new UnreadableException(
                    "it holds more text than a workbook is read with; save it as CSV (UTF-8) and drop that",
                    "bảng tính chứa nhiều văn bản hơn mức đọc được; hãy lưu thành CSV (UTF-8) rồi thả lại");
        }
    }

    /** @return whether its text stands in the shared ones */
    private static boolean cell(XMLStreamReader reader) throws UnreadableException {
        String address = reader.getAttributeValue(null, "r");
        if (address != null && !CELL.matcher(address).matches()) {
            throw damaged("a cell stands where no sheet reaches", "có ô nằm ngoài phạm vi của trang tính");
        }
        return "s".equals(reader.getAttributeValue(null, "t"));
    }

    private void sharedText(String index) throws UnreadableException {
        if (!index.isEmpty()) {
            if (!SHARED_TEXT.matcher(index).matches()) {
                throw damaged("a cell names a text that is not there", "có ô chỉ đến văn bản không tồn tại");
            }
            highestSharedText = Math.max(highestSharedText, Integer.parseInt(index));
        }
    }

    /** Only parts that are named .xml are looked at here, so only those may be sheets. */
    private static void relationship(XMLStreamReader reader) throws UnreadableException {
        String type = String.valueOf(reader.getAttributeValue(null, "Type"));
        String target = String.valueOf(reader.getAttributeValue(null, "Target")).toLowerCase(Locale.ROOT);
        if (type.endsWith("/worksheet") && !target.endsWith(".xml")) {
            throw new UnreadableException("it is a binary workbook; save it as .xlsx or as CSV (UTF-8) and drop that",
                    "đây là bảng tính nhị phân; hãy lưu thành .xlsx hoặc CSV (UTF-8) rồi thả lại");
        }
    }

    private static UnreadableException damaged(String how, String vi) {
        return new UnreadableException("it is a damaged workbook: " + how + "; save it again in Excel, and drop that",
                "bảng tính bị hỏng: " + vi + "; hãy lưu lại bằng Excel rồi thả lại");
    }

    /** Notices a tag or a text without an end before a parser has collected it. */
    private static final class CountedMarkup extends FilterInputStream {
        private long total;
        private int sinceTag;

        CountedMarkup(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            for (int i = offset; i < offset + n; i++) {
                sinceTag = buffer[i] == '<' ? 0 : sinceTag + 1;
            }
            if (sinceTag > LARGEST_MARKUP) {
                throw new ExpansionLimits.TooLargeException("a tag or text in its XML does not end; save it again in Excel",
                        "có thẻ hoặc văn bản XML không kết thúc; hãy lưu lại bằng Excel");
            }
            total += Math.max(0, n);
            return n;
        }
    }
}
