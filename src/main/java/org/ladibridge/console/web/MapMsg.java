package org.ladibridge.console.web;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What the pages say of changed mappings, in English; {@code messages/mapping_vi.properties} has it in Vietnamese. */
@MessageBundle(value = "mapping", locale = "en")
public interface MapMsg {

    @Message("mapping changed")
    String changed();

    @Message("the mapping before goes on")
    String held();

    @Message("Accept the changed mapping")
    String accept();

    @Message("{name} runs with the changed mapping now.")
    String accepted(String name);

    @Message("The mapping of {name} was not accepted: {why}")
    String notAccepted(String name, String why);

    @Message("What would have changed?")
    String diff();

    @Message("Maps the newest {n} stored records of {source} with this mapping and compares with the one in use. Changes nothing.")
    String diffHint(String n, String source);

    @Message("compared with the mapping in use, each applied to what was sent")
    String inUse();

    @Message("this mapping is in use already: compared with what was stored of each record when it came")
    String stored();

    @Message("{n} records compared")
    String compared(String n);

    @Message("There is no stored record to compare with.")
    String nothing();

    @Message("For more there was no time; ./ladibridge diff goes on longer.")
    String notAll();

    @Message("{n} records could not be compared: their contents are purged.")
    String unreadable(String n);

    @Message("{n} older records are purged.")
    String purged(String n);

    @Message("Go to another customer")
    String otherCustomer();

    @Message("Newly rejected")
    String newlyRejected();

    @Message("Become nothing any more")
    String newlyIgnored();

    @Message("Newly accepted")
    String newlyAccepted();

    @Message("Changed values")
    String changedValues();

    @Message("New warnings")
    String newWarnings();

    @Message("Gone warnings")
    String goneWarnings();

    @Message("Record")
    String record();

    @Message("Before")
    String before();

    @Message("After")
    String after();

    @Message("Records")
    String records();
}
