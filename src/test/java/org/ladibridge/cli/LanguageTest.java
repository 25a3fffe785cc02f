package org.ladibridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

class LanguageTest {

    @Test
    void theFirstSettingThatIsOneCounts() {
        assertTrue(Language.isVietnamese(null, "", "vi_VN.UTF-8"));
        assertFalse(Language.isVietnamese("C.UTF-8", null, "vi_VN.UTF-8"));
        assertFalse(Language.isVietnamese(null, null, null));
    }

    @Test
    void aSentenceWithoutItsTwinStaysAsItIs() {
        ObjectNode source = JsonNodeFactory.instance.objectNode().put("message", "idle").put("messageVi", "đang nghỉ")
                .put("activity", "4 to be delivered");
        assertEquals("đang nghỉ", Language.text(source, "message", true));
        assertEquals("idle", Language.text(source, "message", false));
        assertEquals("4 to be delivered", Language.text(source, "activity", true));
        assertEquals("", Language.text(source, "remark", true));
    }
}
