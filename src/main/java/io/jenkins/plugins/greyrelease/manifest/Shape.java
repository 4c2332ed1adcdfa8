package io.jenkins.plugins.greyrelease.manifest;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Shallow copies of model objects with one field changed. The model's own builders copy the whole tree, which a
 * simulated day cannot afford for each write of a status; since stored objects are never changed in place, copies may
 * share what they have in common.
 */
public final class Shape {

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            return new Shape(type);
        }
    };

    private final Constructor<?> constructor;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    private Shape(Class<?> type) {
        try {
            constructor = type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException("not a model class: " + type, e);
        }
        for (Class<?> each = type; each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    fields.putIfAbsent(field.getName(), field);
                }
            }
        }
    }

    /** Whether objects of this class have the field. */
    public static boolean has(Class<?> type, String field) {
        return GenericKubernetesResource.class.isAssignableFrom(type)
                || SHAPES.get(type).fields.containsKey(field);
    }

    /** The names of the fields. */
    public static Set<String> fields(Class<?> type) {
        return SHAPES.get(type).fields.keySet();
    }

    /** The field's value, null if the class does not have it. */
    public static Object get(Object object, String name) {
        Field field = SHAPES.get(object.getClass()).fields.get(name);
        if (field == null) {
            return object instanceof GenericKubernetesResource generic
                    ? generic.getAdditionalProperties().get(name)
                    : null;
        }
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A shallow copy. */
    public static <T> T copy(T object) {
        Shape shape = SHAPES.get(object.getClass());
        try {
            @SuppressWarnings("unchecked")
            T copy = (T) shape.constructor.newInstance();
            for (Field field : shape.fields.values()) {
                field.set(copy, field.get(object));
            }
            return copy;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot copy a " + object.getClass(), e);
        }
    }

    /** A shallow copy in which one field has another value. */
    public static <T> T with(T object, String name, Object value) {
        T copy = copy(object);
        set(copy, name, value);
        return copy;
    }

    private static void set(Object fresh, String name, Object value) {
        Field field = SHAPES.get(fresh.getClass()).fields.get(name);
        try {
            if (field != null) {
                field.set(fresh, value);
            } else if (fresh instanceof GenericKubernetesResource generic) {
                Map<String, Object> properties = new LinkedHashMap<>(generic.getAdditionalProperties());
                if (value == null) {
                    properties.remove(name);
                } else {
                    properties.put(name, value);
                }
                generic.setAdditionalProperties(properties);
            } else {
                throw new IllegalArgumentException(fresh.getClass() + " has no field " + name);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
