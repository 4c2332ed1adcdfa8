package net.sf.json;

import java.util.Iterator;

public final class JSONObject {
    public JSONObject() {}

    public String optString(String key, String defaultValue) {
        throw new UnsupportedOperationException();
    }

    public boolean optBoolean(String key) {
        throw new UnsupportedOperationException();
    }

    public Object opt(String key) {
        throw new UnsupportedOperationException();
    }

    public Iterator<?> keys() {
        throw new UnsupportedOperationException();
    }
}
