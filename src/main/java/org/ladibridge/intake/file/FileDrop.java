package org.ladibridge.intake.file;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.FileConsumer;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.ObjectHelper;
import org.jboss.logging.Logger;
import org.ladibridge.Ticker;
import org.ladibridge.intake.FailureHandler;
import org.ladibridge.intake.IntakeExchange;
import org.ladibridge.intake.file.FileHistory.Unmoved;
import org.ladibridge.journal.AppendResult;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalExchange;
import org.ladibridge.journal.Repetition;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One place where files are dropped: which file is taken, and that it leaves its folder only when it is stored. {@code kamelet:file-source}
 * makes one for each source, and camel-file asks it at every turn. A file that cannot be taken steps aside, see {@link StuckFiles}.
 *
 * <p>
 * What stands here is not on the exchange, where a step of the route could remove it: a source reads one file at a time.
 */
@RegisterForReflection
public class FileDrop
        implements
            GenericFileFilter<Object>,
            GenericFileProcessStrategy<File>,
            PollingConsumerPollStrategy,
            FailureHandler,
            CamelContextAware {
    private static final Logger LOG = Logger.getLogger(FileDrop.class);
    private static final Pattern UNFINISHED = Pattern.compile("\\..*|~\\$.*|.*~|(?i:.*\\.(part|tmp|crdownload))",
            Pattern.DOTALL);

    /** Each look at a folder of thousands of files takes a while; on a server each file is looked for by itself. */
    private static final int MOST_FILES_OF_A_LOOK = 50;

    private final FileSettings settings = new FileSettings();
    private CamelContext camel;
    private FileConsumer consumer;
    private LateWriters lateWriters;
    private Settling settling;
    private String trouble;
    private volatile Taken current;

    /** The kamelet's parameters. */
    public FileSettings getSettings() {
        return settings;
    }

    /** Refuses parameters that make no sense, before the route starts. */
    public void init() {
        settings.validate();
        Ticker ticker = bean(Ticker.class);
        lateWriters = new LateWriters(ticker);
        settling = new Settling(settings.settle(), ticker::nanos);
        stuck().forget(settings.name());
        bean(FileIntake.class).recall(settings.name());
        bean(FileSources.class).add(settings);
    }

    /** Called when the source is removed. */
    public void close() {
        stuck().forget(settings.name());
        bean(FileSources.class).remove(settings);
    }

    // --- Which file is taken ------------------------------------------------------------------------------------------

    @Override
    public boolean accept(GenericFile<Object> file) {
        String name = file.getFileNameOnly();
        if (file.isDirectory() || !(file.getFile() instanceof File local) || isUnfinished(name)) {
            return file.isDirectory();
        }
        if (name.indexOf('\uFFFD') >= 0) {
            return refuse(name, FileProblem.NAME);
        }
        try {
            FileVersion.Look look = FileVersion.look(local.toPath());
            if (!look.regular()) {
                return refuse(name, look.link() ? FileProblem.LINK : FileProblem.NO_FILE);
            }
            Duration age = Duration.between(look.modified().toInstant(), clock().instant());
            return stuck().mayTry(settings.name(), name, look.version().text() + look.rights())
                    && settling.isSettled(name, look.version(), age);
        } catch (NoSuchFileException e) {
            return false;
        } catch (InvalidPathException e) {
            return refuse(name, FileProblem.NAME);
        } catch (IOException e) {
            return refuse(name, FileProblem.of(e, false));
        }
    }

    /** Whether a name says that somebody is still writing, or that the file is not for others. */
    public static boolean isUnfinished(String name) {
        return UNFINISHED.matcher(name).matches();
    }

    /** For {@code sftp:}: a name with something in front of it, no longer than a file system takes. */
    public static String shortName(String before, String name) {
        int dot = name.lastIndexOf('.');
        return dot < 1 ? ShortName.of(before + name, "") : ShortName.of(before + name.substring(0, dot), name.substring(dot));
    }

    /** For {@code sftp:}: a file is not what it was when it was fetched. */
    public static IOException changed(long length, long modified) {
        return new FileIntake.ChangedException(new FileVersion(length, String.valueOf(modified), ""));
    }

    /** @return false: it is not taken */
    private boolean refuse(String name, FileProblem problem) {
        if (stuck().mayTry(settings.name(), name, "")) {
            stuck().stepsAside(settings.name(), "in its drop folder", name, "", problem);
        }
        return false;
    }

    /** For {@code sftp:}: whether a file that a server lists may be taken now. */
    public boolean acceptRemote(String name, FileVersion version, boolean plainName) {
        if (!plainName) {
            return refuse(name, FileProblem.REMOTE_NAME);
        }
        return settling.isSettled(name, version, null) && stuck().mayTry(settings.name(), name, version.text());
    }

    @Override
    public void prepareOnStartup(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint) {
        // The folders are made when they are needed.
    }

    @Override
    public boolean begin(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint, Exchange exchange,
            GenericFile<File> file) throws Exception {
        Path path = file.getFile().toPath();
        String name = file.getFileNameOnly();
        FileVersion version = consumer.isSuspendingOrSuspended() ? null : settled(name, path);
        if (version == null) {
            return false;
        }
        Optional<Unmoved> stored = begin(name, version, path);
        if (stored.isPresent()) {
            current.stored = true;
            current.target = bean(DropFolders.class).free(stored.get().folder(), settings.name(), name);
            move();
        }
        return stored.isEmpty();
    }

    /** The files before it may have taken a while; null when it was written to since, or is gone. */
    private FileVersion settled(String name, Path path) throws IOException {
        try {
            FileVersion.Look look = FileVersion.look(path);
            Duration age = Duration.between(look.modified().toInstant(), clock().instant());
            return settling.isSettled(name, look.version(), age) ? look.version() : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /**
     * Begins with a file.
     *
     * @param path where it is; null while it is on a server
     * @return how it is remembered when it is stored already and has only to leave
     */
    private Optional<Unmoved> begin(String name, FileVersion version, Path path) throws IOException {
        current = new Taken(settings.name(), name, version, path);
        Optional<Unmoved> stored = histories().ask(settings.name(), history -> history.stored(name, version.text()));
        if (stored.isEmpty() && histories().ask(settings.name(), FileHistory::isFull)) {
            throw new FileProblem.StuckException(FileProblem.MANY_UNMOVED);
        }
        return stored;
    }

    /** For {@code sftp:}. @return whether the file is stored already and has only to leave its folder */
    public boolean beginRemote(String name, FileVersion version) throws IOException {
        boolean stored = begin(name, version, null).isPresent();
        current.stored = stored;
        current.fetched = true;
        return stored;
    }

    @Override
    public void abort(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint, Exchange exchange,
            GenericFile<File> file) {
        // Nothing was begun that would have to be undone.
    }

    // --- The steps of the kamelet -------------------------------------------------------------------------------------

    /** Makes an iterator over chunks of records of the body, a file. */
    public void open(Exchange exchange) throws IOException {
        Taken taken = current;
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                bean(FileIntake.class).close(taken);
            }
        });
        if (taken.fetched) {
            taken.path = exchange.getMessage().getBody(File.class).toPath();
            if (Files.size(taken.path) != taken.version.size()) {
                throw new IOException("it changed or was cut off while it was fetched");
            }
        }
        IntakeExchange.of(exchange).tell(true, Repetition.OF_FILE_ROW);
        exchange.getMessage().setBody(bean(FileIntake.class).open(taken, settings));
    }

    /** Takes what became of a chunk. */
    public void stored(Exchange exchange) throws IOException {
        AppendResult result = JournalExchange.of(exchange).appended();
        if (result == null) {
            throw new FileProblem.StuckException(new FileProblem(
                    "the route did not hand its records to kamelet:ladiflow-sink, or a step removed the property «"
                            + JournalExchange.APPENDED + "»; correct the route",
                    "route không chuyển bản ghi đến kamelet:ladiflow-sink, hoặc một bước đã xóa thuộc tính «"
                            + JournalExchange.APPENDED + "»; hãy sửa route"));
        }
        bean(FileIntake.class).stored(current, result);
    }

    /** Everything is stored: writes the reports and says where the file goes. */
    public void finish(Exchange exchange) throws IOException {
        bean(FileIntake.class).finish(current);
    }

    // --- How it ends --------------------------------------------------------------------------------------------------

    @Override
    public void commit(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint, Exchange exchange,
            GenericFile<File> file) throws IOException {
        if (current.target != null) {
            move();
        }
    }

    private void move() throws IOException {
        Taken taken = current;
        FileVersion now = FileVersion.of(taken.path);
        if (!now.looksLike(taken.version)) {
            throw new FileIntake.ChangedException(now);
        }
        Files.move(taken.path, taken.target);
        FileVersion moved = FileVersion.of(taken.target);
        if (!moved.looksLike(taken.version)) {
            // Between the look and the move somebody wrote: it has not been read.
            Files.move(taken.target, taken.path);
            throw new FileIntake.ChangedException(moved);
        }
        left(taken.name);
        lateWriters.moved(taken.path, taken.target, moved);
    }

    /** It left its folder. */
    public void left(String name) {
        histories().note(settings.name(), history -> history.moved(name));
        settling.left(name);
        stuck().taken(settings.name(), name);
        current = null;
    }

    @Override
    public void rollback(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint, Exchange exchange,
            GenericFile<File> file) {
        failed(exchange.getException());
    }

    @Override
    public void failed(Exchange exchange, Throwable exception) {
        if (current == null) {
            sayOnce(FileProblem.innermost(exception));
        } else {
            failed(exception);
        }
    }

    /** The file that was begun cannot be taken, or not be moved away: the others go on. */
    public void failed(Throwable cause) {
        Taken taken = current;
        current = null;
        if (taken == null) {
            return;
        }
        LOG.debug("In full", cause);
        FileIntake.ChangedException changed = ObjectHelper.getException(FileIntake.ChangedException.class, cause);
        if (changed != null) {
            Duration wait = settling.surprised(taken.name, changed.now());
            LOG.warnf("%s: the file «%s» changed while it was read; it is read again when it has been the same for %d s",
                    taken.source, StuckFiles.shown(taken.name), Math.max(1, wait.toSeconds()));
        }
        endedOrderly(taken);
        if (changed == null && !FileProblem.isGone(cause)) {
            stuck().stepsAside(taken.source, taken.fetched ? "on its server" : taken.path.getParent().toString(), taken.name,
                    signature(taken), FileProblem.of(cause, taken.stored));
        }
    }

    private void endedOrderly(Taken taken) {
        if (taken.started != null && !taken.stored) {
            histories().ended(taken.source, taken.name);
        }
    }

    private static String signature(Taken taken) {
        try {
            FileVersion.Look look = taken.fetched ? null : FileVersion.look(taken.path);
            return look == null ? taken.version.text() : look.version().text() + look.rights();
        } catch (IOException e) {
            return taken.version.text();
        }
    }

    // --- The look at the folder ---------------------------------------------------------------------------------------

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        current = null;
        if (consumer instanceof FileConsumer files) {
            this.consumer = files;
            files.setMaxMessagesPerPoll(MOST_FILES_OF_A_LOOK);
        }
        Optional<String> store = bean(Journal.class).trouble();
        Path folder = Path.of(((GenericFileEndpoint<?>) endpoint).getConfiguration().getDirectory());
        bean(FileSources.class).looksInto(settings.name(), folder);
        String problem = store.map(cause -> "files stay in the inbox while the store cannot be written: " + cause)
                .orElseGet(() -> Files.isReadable(folder) && Files.isExecutable(folder)
                        ? null
                        : "no files are taken: the folder «" + folder + "» " + (Files.exists(folder)
                                ? "may not be looked into; give the bridge's user the right"
                                : "is not there; make it again"));
        if (problem == null) {
            trouble = null;
            lateWriters.broughtBack().forEach(this::isReadAgain);
        } else {
            sayOnce(problem);
        }
        return problem == null;
    }

    private void isReadAgain(Path file) {
        String name = file.getFileName().toString();
        try {
            Duration wait = settling.surprised(name, FileVersion.of(file));
            LOG.warnf(
                    "%s: somebody went on writing to the file «%s» after it was read; it is back in its folder and is read again when it"
                            + " has been the same for %d s. Write under another name, such as %s.part, what is written with pauses",
                    settings.name(), StuckFiles.shown(name), Math.max(1, wait.toSeconds()), StuckFiles.shown(name));
        } catch (IOException e) {
            LOG.debug("It is gone again", e);
        }
    }

    private void sayOnce(String problem) {
        if (!problem.equals(trouble)) {
            trouble = problem;
            LOG.errorf("%s: %s", settings.name(), problem);
        }
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        lookedThrough();
    }

    /** The folder was looked through once. */
    public void lookedThrough() {
        stuck().lookedThrough(settings.name());
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        sayOnce("no files are taken: " + FileProblem.innermost(cause));
        return false;
    }

    private StuckFiles stuck() {
        return bean(StuckFiles.class);
    }

    private FileHistories histories() {
        return bean(FileHistories.class);
    }

    private Clock clock() {
        return bean(Clock.class);
    }

    private <T> T bean(Class<T> type) {
        return camel.getRegistry().findSingleByType(type);
    }

    @Override
    public CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camel = camelContext;
    }
}
