package org.ladibridge.intake.file;

/**
 * Escapes cells that a spreadsheet program would run as a formula, and unescapes them when the file is dropped again.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP: CSV injection</a>
 */
final class FormulaGuard {
    private static final String STARTERS = "=+-@\t\r'";

    private FormulaGuard() {
    }

    static String add(String cell) {
        return !cell.isEmpty() && STARTERS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    static String remove(String cell) {
        return cell.length() > 1 && cell.charAt(0) == '\'' && STARTERS.indexOf(cell.charAt(1)) >= 0 ? cell.substring(1) : cell;
    }
}
