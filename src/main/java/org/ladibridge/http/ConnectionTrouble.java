package org.ladibridge.http;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLException;

/**
 * Why a call got no answer, and what helps.
 *
 * @param text in English, without secrets of ours; a host may stand in it
 * @param textVi the same in Vietnamese
 * @param isLasting whether it does not pass by itself
 */
public record ConnectionTrouble(String text, String textVi, boolean isLasting) {
    private static final String TRUST = "import the certificate of its authority into a trust store, and name that with "
            + "JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE";
    private static final String TRUST_VI = "hãy nhập chứng thư của nhà cung cấp vào một trust store và khai báo bằng "
            + "JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE";

    /** @param host that was called; null when it is not known */
    public static ConnectionTrouble of(Throwable failure, String host) {
        List<Throwable> causes = causes(failure);
        String place = host == null ? "the server" : host;
        for (Throwable cause : causes) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof java.security.cert.CertificateException || message.contains("PKIX")
                    || message.contains("unable to find valid certification path")) {
                return new ConnectionTrouble("the certificate of " + place + " is not trusted (" + message + "): " + TRUST,
                        "chứng thư của " + place + " không được tin cậy (" + message + "): " + TRUST_VI, true);
            }
        }
        for (Throwable cause : causes) {
            if (cause instanceof UnknownHostException) {
                return new ConnectionTrouble("there is no host " + place + ": correct the address, or the name server",
                        "không có máy chủ " + place + ": hãy sửa địa chỉ, hoặc máy chủ tên miền", false);
            }
            if (cause instanceof ConnectException) {
                return new ConnectionTrouble("no connection to " + place + ": " + cause.getMessage(),
                        "không kết nối được tới " + place + ": " + cause.getMessage(), false);
            }
            if (cause instanceof SSLException) {
                return new ConnectionTrouble("no secure connection to " + place + ": " + cause.getMessage(),
                        "không có kết nối bảo mật tới " + place + ": " + cause.getMessage(), false);
            }
        }
        String plain = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return new ConnectionTrouble(plain, plain, false);
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
