package org.ladibridge.console.web;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What the page of the sources says of polls, in English; {@code messages/poll_vi.properties} has it in Vietnamese. */
@MessageBundle(value = "poll", locale = "en")
public interface PollMsg {

    @Message("last run that ended")
    String lastSuccess();

    @Message("last run")
    String lastRun();

    @Message("{rows} rows on {pages} pages")
    String rowsAndPages(String rows, String pages);

    @Message("failures since the start")
    String failures();

    @Message("to know")
    String remark();
}
