package org.ladibridge.console.web;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What the page says on which a source is learned, in English; {@code messages/learn_vi.properties} has it in Vietnamese. */
@MessageBundle(value = "learn", locale = "en")
public interface LearnMsg {

    @Message("Learn a webhook")
    String title();

    @Message("Opens an address for an hour, looks at the test delivery that the sender sends there, finds out how it is signed, and makes a source of it. A poll or a file: ./ladibridge learn --help.")
    String hint();

    @Message("Name of the source")
    String name();

    @Message("Lower-case letters, digits and hyphens: the name of the folder, of the address and of the variables.")
    String nameHint();

    @Message("Open an address")
    String open();

    @Message("Open now")
    String openNow();

    @Message("«{name}» cannot be the name of a source; take lower-case letters, digits and single hyphens.")
    String badName(String name);

    @Message("There is a source «{name}» already; choose another name.")
    String taken(String name);

    @Message("Ten addresses are open; close one first.")
    String tooMany();

    @Message("Let the sender send a test delivery to")
    String address();

    @Message("BRIDGE_PUBLIC_URL is not set: put the bridge's public address before it.")
    String notPublic();

    @Message("open until")
    String until();

    @Message("deliveries")
    String deliveries();

    @Message("the sender asked whether somebody is there, and was answered")
    String asked();

    @Message("Nothing has come yet; this looks again by itself.")
    String waiting();

    @Message("What came, masked")
    String came();

    @Message("Secret, as the sender shows it")
    String secret();

    @Message("Leave it empty when {variables} is set where the bridge runs, or when the sender has none. It is kept in memory only.")
    String secretHint(String variables);

    @Message("Find out")
    String find();

    @Message("No address is open to learn «{name}»; it closes after an hour.")
    String notOpen(String name);

    @Message("How it is signed")
    String signed();

    @Message("It was not found out how it is signed")
    String notSigned();

    @Message("Nothing in it is written like a signature. The source takes only what carries the secret in X-Api-Key or as a bearer token; let the sender send that.")
    String token();

    @Message("Sample: the delivery with other names and numbers")
    String sample();

    @Message("What LadiFlow would get of the sample")
    String payload();

    @Message("The sample would be rejected: say in mapping.jq where the values stand.")
    String rejected();

    @Message("Download the folder")
    String download();

    @Message("Write the folder")
    String write();

    @Message("Set {variables} before the bridge is started again. Look at mapping.jq before you trust it: what is not recognised is left out.")
    String next(String variables);

    @Message("{folder} is written; the source runs within seconds.")
    String written(String folder);

    @Message("The folder was not written: {why}")
    String notWritten(String why);

    @Message("Take in what came")
    String take();

    @Message("{n} deliveries were taken in.")
    String takenIn(String n);

    @Message("The source «{name}» does not run yet; try again in some seconds.")
    String notRunning(String name);

    @Message("Close the address")
    String close();

    @Message("The address is closed.")
    String closed();
}
