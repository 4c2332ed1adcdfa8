package hudson.model;

import java.util.Collection;
import java.util.List;
import org.springframework.security.core.Authentication;
public class User extends AbstractModelObject {
    User() {}

    public static User current() {
        throw new UnsupportedOperationException();
    }

    public String getId() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getDisplayName() {
        throw new UnsupportedOperationException();
    }

    public static User getById(String id, boolean create) {
        throw new UnsupportedOperationException();
    }

    public static Collection<User> getAll() {
        throw new UnsupportedOperationException();
    }

    public List<UserProperty> getAllProperties() {
        throw new UnsupportedOperationException();
    }

    public Authentication impersonate2() {
        throw new UnsupportedOperationException();
    }
}
