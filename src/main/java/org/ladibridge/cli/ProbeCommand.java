package org.ladibridge.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import org.ladibridge.LiteralEnvironment;
import org.ladibridge.http.HeaderValue;
import org.ladibridge.probe.Finding;
import org.ladibridge.probe.Finding.Fit;
import org.ladibridge.probe.Finding.Setting;
import org.ladibridge.probe.LadiFlow;
import org.ladibridge.probe.Plan;
import org.ladibridge.probe.Probe;
import org.ladibridge.probe.ProbeReport;
import org.ladibridge.probe.SettingsFile;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What LadiFlow does where its documentation is silent. */
@Command(name = "probe", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Asks LadiFlow what its documentation leaves open, with one throw-away customer, and says which settings follow from it."
                + " It says first what it will do, and what cannot be undone. No bridge needs to run; key and address are those"
                + " that the bridge would use (LADIFLOW_API_KEY, LADIFLOW_URL, config/application.properties)."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                        "0:LadiFlow does what the bridge assumes, or what makes no difference, or the settings were written",
                        "1:a setting is to be changed, or something is to be minded",
                        "2:nothing was asked: you said no, the key is refused, or LadiFlow is not reached"}, footer = {"",
                                "Examples:", "  ladibridge probe --read-only",
                                "  ladibridge probe probe@your-company.vn --second probe2@your-company.vn --phone 0912345678 --burst 20 --json=probe.json",
                                "  ladibridge probe probe@example.vn --sandbox --yes"})
class ProbeCommand implements Callable<Integer> {
    private static final String LADIFLOW = "https://api.service.ladiflow.com/1.0";
    private static final String SETTINGS = "config/application.properties";
    private static final int MOST_BURST = 200;
    private static final int USUAL_RATE = 10;

    @Parameters(index = "0", arity = "0..1", paramLabel = "EMAIL", description = "An address that nobody in LadiFlow has and whose mail nobody minds: the throw-away customer's. Not needed with --read-only.")
    String email;

    @Option(names = "--second", paramLabel = "EMAIL", description = "Another such address, for a second throw-away customer; without it the question about an address that is taken stays open.")
    String second;

    @Option(names = "--phone", paramLabel = "NUMBER", description = "Its number, 0 and nine digits, that nobody in LadiFlow has; without it the question about +84 stays open.")
    String phone;

    @Option(names = "--custom-fields", split = ",", paramLabel = "A,B", description = "Two text fields that LadiFlow has; without them it stays open how they are merged.")
    List<String> customFields = List.of();

    @Option(names = "--burst", defaultValue = "0", paramLabel = "N", description = "Try up to so many look-ups in one second (at most 200); without it the questions about the limit stay open.")
    int burst;

    @Option(names = "--read-only", description = "Ask only what needs no write.")
    boolean readOnly;

    @Option(names = "--yes", description = "Do not ask before it begins.")
    boolean yes;

    @Option(names = "--json", arity = "0..1", fallbackValue = "-", paramLabel = "=FILE", description = "Write JSON, for programs, into a file; without a file it is printed instead of the table.")
    String json;

    @Option(names = "--apply", description = "Write the settings into config/application.properties; the bridge reads them when it is started again.")
    boolean apply;

    @Option(names = "--config", defaultValue = SETTINGS, paramLabel = "FILE", description = "That file (${DEFAULT-VALUE}).")
    Path config;

    @Option(names = "--sandbox", description = "Ask the sandbox of a bridge that runs on this machine instead of LadiFlow.")
    boolean sandbox;

    @Option(names = "--rate", defaultValue = "5", paramLabel = "N", description = "Calls a second besides (${DEFAULT-VALUE}).")
    int rate;

    @Override
    public Integer call() throws AdminClient.Failure, IOException, InterruptedException {
        SmallRyeConfig settings = settings();
        boolean toSandbox = sandbox || settings.getOptionalValue("bridge.sandbox", Boolean.class).orElse(false);
        String url = toSandbox
                ? BridgeAddress.here() + "/sandbox/1.0"
                : settings.getOptionalValue("ladiflow.url", String.class).orElse(LADIFLOW);
        if (toSandbox && apply && config.equals(Path.of(SETTINGS))) {
            throw new AdminClient.Failure("what the sandbox does says nothing of LadiFlow: with --sandbox, --apply wants "
                    + "--config FILE, another file than " + SETTINGS);
        }
        String key = toSandbox ? "sandbox" : key(settings);
        Plan plan = plan(settings.getOptionalValue("ladiflow.rate", Integer.class).orElse(USUAL_RATE));
        boolean toScreen = !"-".equals(json);
        if (toScreen) {
            System.out.println("LadiFlow at " + url + " is asked what its documentation leaves open.");
            plan.told().forEach(System.out::println);
        }
        if (!yes && !readOnly && !agreed()) {
            System.err.println("Nothing was asked. Answer y, or say --yes in a script.");
            return 2;
        }
        ProbeReport report;
        try {
            List<Finding> findings = new Probe(new LadiFlow(url, key, Duration.ofSeconds(1).dividedBy(rate)), plan)
                    .ask(finding -> {
                        if (toScreen) {
                            System.err.print('.');
                        }
                    });
            report = new ProbeReport(Clock.systemUTC().instant(), url, findings.stream().map(one -> masked(one, key)).toList());
        } catch (Probe.Refused e) {
            throw new AdminClient.Failure(e.getMessage().replace(key, "…"));
        }
        if (toScreen) {
            System.err.println();
            show(report);
        } else {
            System.out.println(report.toJson());
        }
        if (json != null && toScreen) {
            Files.writeString(Path.of(json), report.toJson().toPrettyString(), StandardCharsets.UTF_8);
        }
        return ended(report, toScreen);
    }

    /** Shows LadiFlow's answer to a check of the API key. */
    private static Finding masked(Finding finding, String key) {
        return new Finding(finding.question(), finding.fit(), finding.answer(), finding.did().replace(key, "…"),
                finding.setting());
    }

    private SmallRyeConfig settings() throws IOException {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultInterceptors()
                .withInterceptors(new LiteralEnvironment()).withSources(new EnvConfigSource(System.getenv(), 300));
        if (Files.exists(config)) {
            builder.withSources(new PropertiesConfigSource(config.toUri().toURL(), 260));
        }
        return builder.build();
    }

    private static String key(SmallRyeConfig settings) throws AdminClient.Failure {
        String key = settings.getOptionalValue("ladiflow.api-key", String.class).map(String::strip).orElse("");
        if (key.isEmpty()) {
            throw new AdminClient.Failure("LADIFLOW_API_KEY is not set: take the key from LadiFlow (Settings → Integrations → "
                    + "API connection), or ask the sandbox of a bridge that runs with --sandbox");
        }
        if (!HeaderValue.isPlain(key)) {
            throw new AdminClient.Failure(
                    "LADIFLOW_API_KEY takes ASCII letters, digits and signs only: it is sent as a header");
        }
        return key;
    }

    private Plan plan(int bridgeRate) throws AdminClient.Failure {
        if (email == null && !readOnly) {
            throw new AdminClient.Failure(
                    "name an e-mail address that nobody in LadiFlow has, for the throw-away customer, or ask with --read-only");
        }
        if (email != null && !email.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
            throw new AdminClient.Failure("EMAIL is no e-mail address");
        }
        if (second != null && (!second.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+") || second.equalsIgnoreCase(email) || readOnly)) {
            throw new AdminClient.Failure("--second takes another e-mail address than EMAIL, and not with --read-only");
        }
        if (phone != null && !phone.matches("0\\d{9}")) {
            throw new AdminClient.Failure("--phone takes a zero and nine digits, such as 0912345678");
        }
        if (rate < 1) {
            throw new AdminClient.Failure("--rate takes at least 1 call a second");
        }
        if (burst < 0 || burst > MOST_BURST) {
            throw new AdminClient.Failure("--burst takes 1 to " + MOST_BURST + " calls a second");
        }
        if (customFields.size() == 1 || customFields.size() > 2) {
            throw new AdminClient.Failure("--custom-fields takes two names, such as --custom-fields rank,branch");
        }
        return new Plan(email == null ? null : email.toLowerCase(Locale.ROOT),
                second == null ? null : second.toLowerCase(Locale.ROOT), phone, readOnly, List.copyOf(customFields),
                burst, bridgeRate);
    }

    private static boolean agreed() {
        Console console = System.console();
        String answer = console == null ? "" : console.readLine("Go on? [y/N] ");
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }

    private static void show(ProbeReport report) {
        Table table = new Table(Ansi.AUTO, "question", "the bridge assumes", "", "LadiFlow did");
        for (Finding finding : report.findings()) {
            table.row(finding.question().text(), finding.question().assumed(),
                    new Table.Coloured(fit(finding), switch (finding.fit()) {
                        case AS_ASSUMED, COPES -> Style.fg_green;
                        case SETTING, MIND -> Style.fg_red;
                        case UNANSWERED -> Style.faint;
                    }), finding.did());
        }
        System.out.println(table);
    }

    private static String fit(Finding finding) {
        return finding.fit().text() + (finding.setting() == null ? "" : ": " + finding.setting().variable());
    }

    private int ended(ProbeReport report, boolean toScreen) throws IOException {
        List<Setting> settings = report.settings();
        List<String> said = new ArrayList<>();
        if (settings.isEmpty()) {
            said.add("No setting has to be changed.");
        } else if (apply) {
            SettingsFile.set(config, settings, "as ./ladibridge probe found at " + report.url() + " on " + report.at());
            said.add("Written into " + config + ", for when the bridge is started again:");
        } else {
            said.add("Set this, or let --apply write it into " + config + ", and start the bridge again:");
        }
        for (Setting setting : settings) {
            String[] variable = setting.variable().split("=", 2);
            said.add("  " + setting.variable() + (System.getenv(variable[0]) == null || !apply
                    ? ""
                    : " (but the variable is set in this environment, and goes before the file)"));
        }
        report.of(Fit.MIND).forEach(finding -> said.add("Mind: " + finding.question().text() + ": " + finding.did()));
        if (toScreen) {
            said.forEach(System.out::println);
        }
        return (settings.isEmpty() || apply) && report.of(Fit.MIND).isEmpty() ? 0 : 1;
    }
}
