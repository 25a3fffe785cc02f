package org.ladibridge.console.web;

import java.util.List;

import org.ladibridge.BackfillConfig.QuietFor;
import org.ladibridge.customer.Reason;
import org.ladibridge.delivery.LadiFlowGate;
import org.ladibridge.intake.Comparison;
import org.ladibridge.intake.file.FileProgress;
import org.ladibridge.intake.poll.PollProgress;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.ledger.Balance;
import org.ladibridge.ledger.Diffs;
import org.ladibridge.ledger.Pace;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;

/**
 * The templates under {@code templates/console}. What they look into says so by {@link TemplateData}: without it Qute 3.33 forgets members
 * of a class that the sentences look into as well, which only a JVM makes up for.
 */
@TemplateData(target = Reason.class)
@TemplateData(target = LadiFlowGate.Status.class)
@TemplateData(target = QuietFor.class)
@TemplateData(target = FileProgress.Progress.class)
@TemplateData(target = PollProgress.Status.class)
@TemplateData(target = JournalReader.Trouble.class)
@TemplateData(target = Balance.class)
@TemplateData(target = Diffs.Answer.class)
@TemplateData(target = Comparison.Result.class)
@TemplateData(target = Comparison.Group.class)
@TemplateData(target = Comparison.Example.class)
@TemplateData(target = Pace.Speed.class)
@CheckedTemplate(basePath = "console")
final class Pages {
    private Pages() {
    }

    static native TemplateInstance login(Ui ui, String next, String problem);

    static native TemplateInstance missing(Ui ui, String sentence);

    static native TemplateInstance failed(Ui ui, String sentence, String detail);

    static native TemplateInstance overview(Ui ui, OverviewPage.Overview overview);

    static native TemplateInstance overview$live(Ui ui, OverviewPage.Overview overview);

    static native TemplateInstance sources(Ui ui, List<SourcesPage.Card> cards, List<SourcesPage.Unset> unset);

    static native TemplateInstance sources$live(Ui ui, List<SourcesPage.Card> cards, List<SourcesPage.Unset> unset);

    static native TemplateInstance events(Ui ui, EventsPage.Filters filters, EventsPage.Found found,
            EventsPage.Choices choices);

    static native TemplateInstance event(Ui ui, EventPage.Detail detail);

    static native TemplateInstance event$live(Ui ui, EventPage.Detail detail);

    static native TemplateInstance customer(Ui ui, CustomerPage.Known known);

    static native TemplateInstance deadLetters(Ui ui, List<DeadLettersPage.Group> groups, DeadLettersPage.Progress progress);

    static native TemplateInstance deadLetters$live(Ui ui, List<DeadLettersPage.Group> groups,
            DeadLettersPage.Progress progress);

    static native TemplateInstance group(Ui ui, DeadLettersPage.GroupView view, DeadLettersPage.Typed typed,
            DeadLettersPage.Preview preview);

    static native TemplateInstance files(Ui ui, FilesPage.Files list);

    static native TemplateInstance file(Ui ui, FilesPage.Sheet sheet);

    static native TemplateInstance audit(Ui ui, AuditPage.Log log);

    static native TemplateInstance learn(Ui ui, List<String> open, String name, String problem);

    static native TemplateInstance capture(Ui ui, LearnPage.Capture capture, LearnPage.Proposal proposal, String problem);

    static native TemplateInstance capture$live(Ui ui, LearnPage.Capture capture);

    static native TemplateInstance lab(Ui ui, LabPage.Bench bench, LabPage.Result result, LabPage.Diff diff);

    static native TemplateInstance lab$result(Ui ui, LabPage.Result result);
}
