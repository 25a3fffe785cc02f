package org.ladibridge.console.web;

import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;

/** What the pages say of webhooks and who is refused there, in English; {@code messages/hook_vi.properties} has it in Vietnamese. */
@MessageBundle(value = "hook", locale = "en")
public interface HookMsg {

    @Message("refuses its sender")
    String refuses();

    @Message("{n} refused in a row since it last took a delivery")
    String refused(String n);

    @Message("the newest {when}")
    String newest(String when);

    @Message("{name} refuses its sender: {n} deliveries in a row")
    String problem(String name, String n);
}
