package org.ladibridge.intake.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

import org.apache.camel.util.ObjectHelper;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.journal.JournalUnavailableException;

/**
 * Why a file cannot be taken at the moment, and what to do.
 *
 * @param en a sentence without its first word's capital, without the content of the file
 * @param vi the same in Vietnamese
 * @param needsColumns whether a person has to say what its columns are
 * @param needsGo whether a person has to say that so many changes are meant
 */
public record FileProblem(String en, String vi, boolean needsColumns, boolean needsGo) {
    FileProblem(String en, String vi) {
        this(en, vi, false);
    }

    FileProblem(String en, String vi, boolean needsColumns) {
        this(en, vi, needsColumns, false);
    }

    static final FileProblem LINK = new FileProblem("it is a link; drop the file itself",
            "đây là liên kết; hãy thả chính tệp đó");
    static final FileProblem NO_FILE = new FileProblem("it is a pipe or a device, not a file; remove it",
            "đây là ống dẫn hoặc thiết bị, không phải tệp; hãy xóa nó");
    static final FileProblem NAME = new FileProblem(
            "its name cannot be written in the language settings of this process; start the bridge with LC_ALL=C.UTF-8, or "
                    + "rename the file with letters from a to z",
            "tên tệp không viết được với thiết lập ngôn ngữ của tiến trình; hãy khởi động cầu nối với LC_ALL=C.UTF-8, hoặc đổi "
                    + "tên tệp chỉ dùng chữ không dấu");
    static final FileProblem REMOTE_NAME = new FileProblem(
            "its name has a path, a wildcard or a control character; rename it",
            "tên tệp có đường dẫn, ký tự đại diện hoặc ký tự điều khiển; hãy đổi tên");
    static final FileProblem DIED = new FileProblem(
            "the bridge ended twice while it read this file, so it is left alone; split it or look into it, and to have it tried "
                    + "again, touch it or drop it anew",
            "cầu nối đã dừng đột ngột hai lần khi đọc tệp này nên không đọc nữa; hãy chia nhỏ hoặc kiểm tra tệp, và để thử lại hãy "
                    + "chạm (touch) hoặc thả lại tệp");
    static final FileProblem MANY_UNMOVED = new FileProblem(
            "too many files before it are stored and cannot be moved away; let the bridge's user move files out of this folder",
            "quá nhiều tệp trước đó đã lưu nhưng không chuyển đi được; hãy cho người dùng của cầu nối quyền chuyển tệp khỏi thư mục");
    static final FileProblem LEFT_UNREAD = new FileProblem(
            "it is not in its folder any more, or it changed and is read again when it is complete",
            "tệp không còn trong thư mục, hoặc đã thay đổi và sẽ được đọc lại khi hoàn chỉnh");
    static final FileProblem STORE = new FileProblem("the store cannot be written", "không ghi được vào kho");

    /** A problem of its own, on the way to whoever handles it. */
    static final class StuckException extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient FileProblem problem;

        StuckException(FileProblem problem) {
            super(problem.en());
            this.problem = problem;
        }
    }

    /** @param stored whether every record of it is on disk, and only its move failed */
    static FileProblem of(Throwable cause, boolean stored) {
        StuckException own = ObjectHelper.getException(StuckException.class, cause);
        if (own != null && own.problem != null) {
            return own.problem;
        }
        if (ObjectHelper.getException(JournalUnavailableException.class, cause) != null) {
            return STORE;
        }
        if (ObjectHelper.getException(InvalidPathException.class, cause) != null) {
            return NAME;
        }
        String why = innermost(cause);
        if (stored) {
            return new FileProblem(
                    "its records are stored, but it cannot be moved away (" + why + "); let the bridge's user move files "
                            + "out of this folder, or remove it yourself",
                    "các bản ghi đã lưu nhưng không chuyển được tệp đi (" + why + "); hãy cho người dùng của cầu nối quyền "
                            + "chuyển tệp khỏi thư mục, hoặc tự xóa tệp");
        }
        if (ObjectHelper.getException(AccessDeniedException.class, cause) != null || why.contains("Permission denied")) {
            return new FileProblem("the bridge may not read it; give its user the right (chmod a+r, or chown)",
                    "cầu nối không được phép đọc tệp; hãy cấp quyền cho người dùng của nó (chmod a+r hoặc chown)");
        }
        UnreadableException unreadable = ObjectHelper.getException(UnreadableException.class, cause);
        return unreadable == null
                ? new FileProblem(why, "không lấy được tệp: " + why)
                : new FileProblem(unreadable.getMessage(), unreadable.vi());
    }

    static FileProblem folder(String folder, IOException cause) {
        String why = innermost(cause);
        return new FileProblem(
                "the folder «" + folder + "» cannot be written (" + why
                        + "); make it a folder that the bridge's user may write",
                "không ghi được vào thư mục «" + folder + "» (" + why
                        + "); hãy để đó là thư mục mà người dùng của cầu nối ghi được");
    }

    /** A file that was removed meanwhile is not reported. */
    static boolean isGone(Throwable cause) {
        return ObjectHelper.getException(NoSuchFileException.class, cause) != null
                || ObjectHelper.getException(FileNotFoundException.class, cause) != null
                        && innermost(cause).contains("No such file");
    }

    static String innermost(Throwable exception) {
        Throwable cause = exception;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof FileSystemException file && file.getReason() == null) {
            return cause.getClass().getSimpleName().replaceAll("Exception$", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                    .toLowerCase(Locale.ROOT);
        }
        if (cause instanceof FileSystemException file) {
            return file.getReason();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
