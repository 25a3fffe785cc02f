package org.ladibridge.console.web;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What the pages of files and their columns say, in English; {@code messages/files_vi.properties} says it in Vietnamese. */
@MessageBundle(value = "files", locale = "en")
public interface FileMsg {
    @Message("Files and their columns")
    String title();

    @Message("A file in which no column tells an e-mail address or a phone number waits here until you say what its columns are. What you say is remembered for the source and these headings, so that the next such file runs by itself.")
    String intro();

    @Message("No file waits, and none was read since the bridge started. Drop one, and how its columns were understood stands here.")
    String none();

    @Message("Files")
    String files();

    @Message("File")
    String file();

    @Message("State")
    String state();

    @Message("needs you")
    String needsYou();

    @Message("read")
    String read();

    @Message("runs within seconds")
    String goesSoon();

    @Message("stuck, tried again")
    String stuck();

    @Message("being read")
    String reading();

    @Message("not read")
    String notRead();

    @Message("Became nothing")
    String nothings();

    @Message("Assign columns")
    String assign();

    @Message("Look at its columns")
    String look();

    @Message("Assignments that are remembered")
    String assignments();

    @Message("Nobody has assigned columns yet.")
    String noAssignments();

    @Message("Columns")
    String columns();

    @Message("By")
    String by();

    @Message("Forget")
    String forget();

    @Message("The assignment is forgotten. Files with these headings are read as the bridge finds them, or wait.")
    String forgotten();

    @Message("This assignment is not there any more.")
    String notThere();

    @Message("Column")
    String column();

    @Message("Values")
    String values();

    @Message("Understood as")
    String understood();

    @Message("Becomes")
    String becomes();

    @Message("Name of the custom field")
    String customName();

    @Message("as the bridge finds it: {field}")
    String asFound(String field);

    @Message("as the bridge finds it: nothing")
    String asFoundNothing();

    @Message("left out")
    String leaveOut();

    @Message("custom field …")
    String custom();

    @Message("looks like {field}")
    String looksLike(String field);

    @Message("nothing")
    String nothing();

    @Message("known")
    String howFound();

    @Message("assigned")
    String howAssigned();

    @Message("where another column has nothing")
    String howSpare();

    @Message("Two columns for one field: the first with something in it counts; telephone numbers are kept together, and so are e-mail addresses. It is as if you had written another heading over the column; the source's mapping need not be edited.")
    String rules();

    @Message("See the first {n} customers")
    String preview(int n);

    @Message("Remember and let it run")
    String run();

    @Message("Remember")
    String remember();

    @Message("The first {n} customers that would come of it")
    String previewTitle(int n);

    @Message("Choose what the columns are and look at the customers before you let the file run.")
    String previewHint();

    @Message("No row could be read.")
    String previewNone();

    @Message("row {n}")
    String row(int n);

    @Message("Remembered. What waits for it runs within seconds.")
    String remembered();

    @Message("The file has other headings now; look at it again.")
    String changed();

    @Message("Read the file again")
    String again();

    @Message("Was it read with the wrong columns? Assign them anew, then have it read again: rows that come out as before are duplicates and are not sent, all others go out as what the source says last.")
    String againHint();

    @Message("The file is in its drop folder again and is read within seconds.")
    String droppedAgain();

    @Message("{#if n == 1}1 file of {source} waits for you{#else}{n} files of {source} wait for you{/if}")
    String problem(String source, int n);

    @Message("Nobody knows these, so they become nothing; place them in mapping.jq, or take them out of its columns:")
    String unknownKeys();

    @Message("Let it run")
    String go();

    @Message("It runs within seconds.")
    String goes();

    @Message("Quiet hours until {until}: {n} records wait")
    String quiet(String until, String n);

    @Message("{n} changes are more than are sent without being asked. Send them all the same")
    String goAhead(String n);

    @Message("Part")
    String part();
}
