package org.ladibridge.console.web;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What the console says, in English; {@code messages/msg_vi.properties} says it in Vietnamese. */
@MessageBundle(locale = "en")
public interface Msg {
    @Message("Skip to the content")
    String skipToContent();

    @Message("Pages")
    String navigation();

    @Message("Overview")
    String navOverview();

    @Message("Sources")
    String navSources();

    @Message("Events")
    String navEvents();

    @Message("Dead letters")
    String navDead();

    @Message("Audit")
    String navAudit();

    @Message("Mapping lab")
    String navLab();

    @Message("Theme:")
    String theme();

    @Message("Auto")
    String themeAuto();

    @Message("Dark")
    String themeDark();

    @Message("Light")
    String themeLight();

    @Message("Switch to dark")
    String themeToDark();

    @Message("Switch to light")
    String themeToLight();

    @Message("Follow the system")
    String themeToAuto();

    @Message("Log in")
    String login();

    @Message("Log out")
    String logout();

    @Message("Log in to LadiBridge")
    String loginTitle();

    @Message("Admin token")
    String loginToken();

    @Message("It stands in:")
    String loginTokenHint();

    @Message("Your name (optional)")
    String loginName();

    @Message("Stands in the audit beside what you do.")
    String loginNameHint();

    @Message("This is not the admin token; look it up and try again.")
    String loginWrong();

    @Message("Too many wrong tokens; try again in {time}.")
    String loginWait(String time);

    @Message("This page is too old for that; load it again and repeat.")
    String csrfMissing();

    @Message("Not found")
    String missingTitle();

    @Message("All is well.")
    String allWell();

    @Message("{n} received; every record is accounted for.")
    String allWellDetail(String n);

    @Message("It did not work")
    String failedTitle();

    @Message("Try again")
    String failedAgain();

    @Message("The store cannot be used at the moment, so nothing was changed. Try again in a few seconds.")
    String failedStore();

    @Message("The bridge failed inside. What failed stands in its log under {number}.")
    String failedInside(String number);

    @Message("What is wrong")
    String problems();

    @Message("The store cannot be written: senders are asked to come back later. Free or mend the disk; it goes on by itself.")
    String problemStore();

    @Message("The data folder is gone: senders are asked to come back later. Mount it or put it back, or restart the bridge.")
    String problemStoreGone();

    @Message("The store is damaged: senders are asked to come back later. Stop the bridge and put a backup back.")
    String problemStoreDamaged();

    @Message("The ledger does not balance: a record is not accounted for.")
    String problemUnbalanced();

    @Message("See the ledger")
    String problemUnbalancedAction();

    @Message("Delivery to LadiFlow is paused; records are stored and wait.")
    String problemPaused();

    @Message("Resume it")
    String problemPausedAction();

    @Message("See what waits")
    String problemClosedAction();

    @Message("1 customer on whom LadiFlow fails.")
    String problemFailingCustomer();

    @Message("{n} customers on whom LadiFlow fails.")
    String problemFailingCustomers(String n);

    @Message("It takes the others. These wait behind them and are sent again by themselves, less and less often.")
    String problemFailingDetail();

    @Message("The route of «{source}» is broken; the other sources run.")
    String problemQuarantined(String source);

    @Message("«{source}» runs, but needs a look.")
    String problemSource(String source);

    @Message("See what to mend")
    String problemSourceAction();

    @Message("1 record needs you.")
    String problemRecord();

    @Message("See it")
    String problemRecordAction();

    @Message("{n} records need you.")
    String problemRecords(String n);

    @Message("LadiFlow refused {dead}; {rejected} could not become a customer.")
    String problemRecordsDetail(String dead, String rejected);

    @Message("More than {n} records need you.")
    String problemManyRecords(String n);

    @Message("Mend them")
    String problemRecordsAction();

    @Message("The way of the records")
    String flow();

    @Message("received, last minute")
    String flowReceived();

    @Message("and {n} more")
    String flowMore(String n);

    @Message("Queue")
    String flowQueue();

    @Message("records still to be delivered")
    String flowInFlight();

    @Message("oldest waits for")
    String flowOldest();

    @Message("empty in about")
    String flowTimeLeft();

    @Message("Show them")
    String flowShowQueued();

    @Message("finished, last minute")
    String flowFinished();

    @Message("delivering")
    String deliveryIsOpen();

    @Message("paused")
    String deliveryIsPaused();

    @Message("waiting for LadiFlow")
    String deliveryIsClosed();

    @Message("Asked again at {time}")
    String deliveryProbe(String time);

    @Message("Pause delivery")
    String deliveryPause();

    @Message("Resume delivery")
    String deliveryResume();

    @Message("Delivery is paused; records are stored and wait.")
    String deliveryPaused();

    @Message("Delivery goes on.")
    String deliveryResumed();

    @Message("Ledger")
    String ledger();

    @Message("What became of the records received")
    String ledgerBar();

    @Message("{n} received =")
    String ledgerReceived(String n);

    @Message("balanced")
    String balanced();

    @Message("not balanced")
    String notBalanced();

    @Message("received")
    String stateReceived();

    @Message("queued")
    String stateQueued();

    @Message("waiting to retry")
    String stateWaiting();

    @Message("delivered")
    String stateDelivered();

    @Message("unchanged")
    String stateUnchanged();

    @Message("superseded")
    String stateSuperseded();

    @Message("duplicate")
    String stateDuplicate();

    @Message("rejected")
    String stateRejected();

    @Message("refused")
    String stateDead();

    @Message("in flight")
    String stateInFlight();

    @Message("running")
    String stateRunning();

    @Message("paused")
    String statePaused();

    @Message("broken")
    String stateQuarantined();

    @Message("webhook")
    String kindWebhook();

    @Message("poll")
    String kindPoll();

    @Message("files")
    String kindFile();

    @Message("The last hour")
    String lastHour();

    @Message("Received a minute")
    String plotReceived();

    @Message("Finished a minute")
    String plotFinished();

    @Message("In flight")
    String plotInFlight();

    @Message("Refused a minute")
    String plotDead();

    @Message("A duplicate is a record that came again: it is counted, and stays where the first one is listed.")
    String duplicateHint();

    @Message("{title}, at most {n} in the last hour")
    String plotLabel(String title, String n);

    @Message("−60 min")
    String plotHourAgo();

    @Message("max {n}")
    String plotMost(String n);

    @Message("now")
    String plotNow();

    @Message("Pause")
    String pause();

    @Message("Resume")
    String resume();

    @Message("last record")
    String lastRecord();

    @Message("{time} ago")
    String ago(String time);

    @Message("never")
    String never();

    @Message("rate")
    String rate();

    @Message("received")
    String received();

    @Message("about {time} left")
    String timeLeft(String time);

    @Message("poll")
    String poll();

    @Message("all is read")
    String pollIdle();

    @Message("read up to")
    String watermark();

    @Message("lag")
    String lag();

    @Message("cursor")
    String checkpoint();

    @Message("address")
    String address();

    @Message("route file")
    String routeFile();

    @Message("{rows} rows, {rate} rows/s")
    String fileProgress(String rows, String rate);

    @Message("These files stay in their folder, or left it without a record; the others go on")
    String filesStuck();

    @Message("{#if n == 1}1 file of {source} could not be read, or holds nothing{#else}{n} files of {source} could not be read, or hold nothing{/if}")
    String problemFiles(String source, int n);

    @Message("{#if n == 1}1 source is{#else}{n} sources are{/if} not set up")
    String sourcesUnset(int n);

    @Message("{source} is paused; what it has stored is delivered all the same.")
    String sourcePaused(String source);

    @Message("{source} goes on.")
    String sourceResumed(String source);

    @Message("Not done: {why}")
    String sourceNotChanged(String why);

    @Message("Records")
    String events();

    @Message("Record")
    String record();

    @Message("State")
    String state();

    @Message("Customer")
    String customer();

    @Message("Source")
    String source();

    @Message("Received")
    String receivedAt();

    @Message("Why")
    String why();

    @Message("Reason")
    String reason();

    @Message("warnings")
    String hasWarnings();

    @Message("Customer, or number of a record")
    String searchCustomer();

    @Message("name, e-mail, phone in any form, id")
    String searchCustomerHint();

    @Message("all")
    String all();

    @Message("From (Vietnam time)")
    String since();

    @Message("To")
    String until();

    @Message("Search")
    String search();

    @Message("Clear")
    String clear();

    @Message("Only of")
    String onlyCustomer();

    @Message("everything known of this customer")
    String showCustomer();

    @Message("Nothing was received yet. Send a webhook or drop a file, and it appears here.")
    String eventsNone();

    @Message("No record matches.")
    String eventsNotFound();

    @Message("Nothing was found for what you typed.")
    String carryingNone();

    @Message("Records that carry what you typed")
    String carrying();

    @Message("Every word was looked for in what the sources sent, in the newest {undelivered} records that were not delivered and the newest {recent} of all; choose a time or a source to look into others.")
    String carryingHint(String undelivered, String recent);

    @Message("An older record that was delivered is found by the customer's e-mail, phone in any form or (where the source tells it) LadiFlow id, by its own number, or by the source's event id.")
    String carryingElse();

    @Message("There is no record {id}; finished records are forgotten after the retention time.")
    String eventMissing(String id);

    @Message("Newest")
    String newest();

    @Message("Older")
    String older();

    @Message("Look further back")
    String lookFurther();

    @Message("looked back to {time}")
    String lookedBackTo(String time);

    @Message("Reveal personal data")
    String reveal();

    @Message("The audit remembers who looked")
    String revealHint();

    @Message("personal data is shown")
    String revealed();

    @Message("Mend and send again")
    String mend();

    @Message("event id")
    String eventId();

    @Message("What the source sent")
    String raw();

    @Message("Its contents were deleted after the retention time.")
    String forgotten();

    @Message("What became of it")
    String fields();

    @Message("No customer could be made of it.")
    String nothingMapped();

    @Message("A reference: the record itself is fetched from the source and appears as a record of its own.")
    String isReference();

    @Message("An event that tells how another record ended; it is sent by the route that takes outcomes.")
    String isOutcome();

    @Message("Field")
    String field();

    @Message("Mapped at first")
    String original();

    @Message("Mapped")
    String mapped();

    @Message("Sent")
    String sent();

    @Message("Answer")
    String answer();

    @Message("changed")
    String changed();

    @Message("differs")
    String differs();

    @Message("Warnings")
    String warnings();

    @Message("Time line")
    String timeline();

    @Message("received from {source} and stored")
    String timelineReceived(String source);

    @Message("to be tried again")
    String timelineDue();

    @Message("no answer")
    String noAnswer();

    @Message("Send again")
    String replay();

    @Message("It is still on its way.")
    String replayInFlight();

    @Message("From")
    String replayFrom();

    @Message("what was mapped at first")
    String replayOriginal();

    @Message("the current mapping")
    String replayCurrent();

    @Message("and set one field of all of them to")
    String replayChange();

    @Message("Value")
    String value();

    @Message("more fields, as a JSON merge patch")
    String replayPatch();

    @Message("Preview")
    String preview();

    @Message("Send again now")
    String replayNow();

    @Message("The same payload as before would be sent.")
    String previewSame();

    @Message("Before")
    String before();

    @Message("After")
    String after();

    @Message("Other records of this customer")
    String neighbours();

    @Message("show all")
    String showAll();

    @Message("Line {line}, column {column}: this is not JSON. A JSON object is expected, such as {example}")
    String patchNotJson(int line, int column, String example);

    @Message("LadiFlow has no field «{field}».")
    String patchUnknownField(String field);

    @Message("This value cannot be understood as «{field}».")
    String patchBadValue(String field);

    @Message("LadiFlow's id is not known yet")
    String customerNoId();

    @Message("What LadiFlow has, field by field")
    String customerFields();

    @Message("LadiFlow has accepted nothing of this customer yet.")
    String customerNothing();

    @Message("Came with")
    String customerWinner();

    @Message("Was before")
    String customerOlder();

    @Message("All records of this customer")
    String customerRecords();

    @Message("Records that LadiFlow refused stay until they are sent again; those that cannot become a customer stay for the retention time.")
    String deadHint();

    @Message("There is nothing to mend.")
    String deadNone();

    @Message("Records")
    String deadCount();

    @Message("First")
    String deadFirst();

    @Message("Last")
    String deadLast();

    @Message("Sending again")
    String replayProgress();

    @Message("Stop")
    String replayStop();

    @Message("{done} of {matched} looked at: {queued} in the queue again, {refused} not possible.")
    String replayCounts(String done, String matched, String queued, String refused);

    @Message("running")
    String replayRunning();

    @Message("done")
    String replayDone();

    @Message("stopped")
    String replayStopped();

    @Message("failed")
    String replayFailed();

    @Message("How to send them")
    String groupHow();

    @Message("records a second, at most")
    String groupRate();

    @Message("Send the group again")
    String groupReplay();

    @Message("All records of the group, or those that are chosen below.")
    String groupWhich();

    @Message("See what would change before anything is sent.")
    String groupPreviewHint();

    @Message("{possible} of {looked} records looked at can be sent.")
    String groupPreviewed(String possible, String looked);

    @Message("Not possible")
    String groupImpossible();

    @Message("The newest of the group")
    String groupRecords();

    @Message("Choose")
    String groupPick();

    @Message("The group is being sent again.")
    String groupStarted();

    @Message("Another group is being sent; wait until it is done, or stop it.")
    String groupBusy();

    @Message("This group is empty now.")
    String groupEmpty();

    @Message("Detail")
    String detail();

    @Message("Sample")
    String labSample();

    @Message("Load")
    String labLoad();

    @Message("Nothing is sent and nothing is saved. Records that were really received are disguised.")
    String labHint();

    @Message("Sample")
    String labRecords();

    @Message("What comes of it")
    String labResult();

    @Message("The mapping makes no customer of it.")
    String labNothing();

    @Message("Try")
    String labTry();

    @Message("Files of a golden test")
    String labFiles();

    @Message("mapping.jq, a sample and what it must become: unpack them in routes/{source}/.")
    String labFilesHint(String source);

    @Message("record {id}, disguised")
    String labRecent(String id);

    @Message("No source runs; its mapping would be here.")
    String labNoSource();

    @Message("That is too long for a sample.")
    String labTooLong();

    @Message("The sample is not JSON: {why}")
    String labNotJson(String why);

    @Message("The source «{source}» does not run.")
    String labNotRunning(String source);

    @Message("open in the mapping lab")
    String openLab();

    @Message("What people did, newest first. Times are Vietnam's.")
    String auditHint();

    @Message("Nobody has done anything yet.")
    String auditNone();

    @Message("When")
    String auditWhen();

    @Message("Who")
    String auditWho();

    @Message("What")
    String auditWhat();

    @Message("To what")
    String auditSubject();

    @Message("How")
    String auditDetail();

    @Message("record #{id}")
    String auditEvent(String id);

    @Message("customer of #{id}")
    String auditCustomer(String id);

    @Message("delivery to LadiFlow")
    String auditDelivery();

    @Message("console")
    String auditConsole();

    @Message("store")
    String auditStore();

    @Message("LadiFlow does not know this customer yet")
    String customerUnknown();

    @Message("Hide personal data")
    String hide();

    @Message("Personal data is hidden: a field left empty stays as it is, and what you type replaces it.")
    String mendHintMasked();

    @Message("A field that is left as it is, or empty, stays as it is. To leave one out, set it to null in the JSON patch.")
    String mendHint();

    @Message("Another mapping, or more fields as JSON")
    String mendMore();

    @Message("what stands there now")
    String replayLatest();

    @Message("This is not an e-mail address; write it as an@example.vn.")
    String expectedEmail();

    @Message("This is not a phone number; write it as 0912 345 678 or +84 912 345 678.")
    String expectedPhone();

    @Message("This is not a date; write it as 31/12/1990.")
    String expectedDate();

    @Message("Write male or female.")
    String expectedGender();

    @Message("This is not a number.")
    String expectedNumber();

    @Message("This is not a web address; write it as https://example.vn.")
    String expectedUrl();

    @Message("Write vi, en or other.")
    String expectedLanguage();

    @Message("A JSON object is expected, such as {example}")
    String patchNotObject(String example);

    @Message("Send it now")
    String sendNow();

    @Message("It goes out again now.")
    String sentNow();

    @Message("Set it aside")
    String setAside();

    @Message("It becomes a dead letter and is not sent again by itself; you can still send it from there.")
    String setAsideHint();

    @Message("It is set aside.")
    String wasSetAside();

    @Message("The record does not wait any more.")
    String notWaiting();

    @Message("It is on its way. This page follows it by itself.")
    String following();

    @Message("Look again")
    String lookAgain();

    @Message("sent again by {who}")
    String timelineAgain(String who);

    @Message("mended and sent again by {who}:")
    String timelineMended(String who);

    @Message("mapped again")
    String timelineMapped();

    @Message("as mapped at first")
    String timelineFirst();

    @Message("in external_data")
    String parked();

    @Message("In external_data LadiFlow keeps a value beside the fields that it shows; the name that it shows is first_name.")
    String parkedHint();

    @Message("not repeated")
    String silent();

    @Message("Its values went along with a younger record of the same customer:")
    String mergedInto();

    @Message("a newer value was accepted before; this one was left out")
    String leftOutAsOlder();
}
