package dev.ecrcache.bind;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.pulumi.core.Output;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The keys of arguments: the methods of their builder that take one value. */
public final class Keys {
  private Keys() {}

  /**
   * One key.
   *
   * @param plain the method that takes a literal, if there is one
   * @param late the method that takes an output, if there is one
   */
  public record Key(Optional<Method> plain, Optional<Method> late) {
    /** What its value is, or what the output holds. */
    public Type type() {
      return plain.or(() -> late).orElseThrow().getGenericParameterTypes()[0];
    }

    private Key and(Key other) {
      return new Key(plain.or(other::plain), late.or(other::late));
    }
  }

  /** The keys of arguments to whoever gives them, in order. */
  public static Map<String, Key> of(Class<?> args, Origin origin) {
    var keys = new TreeMap<String, Key>();
    Arrays.stream(builder(args).getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
        .filter(method -> method.getParameterCount() == 1)
        .filter(
            method ->
                !method.isAnnotationPresent(OnlyIn.class)
                    || method.getAnnotation(OnlyIn.class).value() == origin)
        .forEach(method -> keys.merge(method.getName(), key(method), Key::and));
    return keys;
  }

  private static Key key(Method method) {
    return method.getParameterTypes()[0] == Output.class
        ? new Key(Optional.empty(), Optional.of(method))
        : new Key(Optional.of(method), Optional.empty());
  }

  private static Class<?> builder(Class<?> args) {
    return Arrays.stream(args.getDeclaredClasses())
        .filter(nested -> nested.getSimpleName().equals("Builder"))
        .findFirst()
        .orElseThrow();
  }

  /** A new builder of arguments. */
  static Object newBuilder(Class<?> args) {
    return call(() -> args.getMethod("builder"), null);
  }

  /** What a builder has made. */
  static Object build(Object builder) {
    return call(() -> builder.getClass().getMethod("build"), builder);
  }

  /** Gives a builder a value. */
  static void give(Object builder, Method method, Object value) {
    call(() -> method, builder, value);
  }

  /** The keys of a record, with what their values are. */
  public static Map<String, Type> ofRecord(Class<?> type) {
    var keys = new TreeMap<String, Type>();
    for (var part : type.getRecordComponents()) {
      keys.put(nameOf(part), part.getGenericType());
    }
    return keys;
  }

  /** The key of a part of a record. */
  private static String nameOf(RecordComponent part) {
    var naming = part.getDeclaringRecord().getAnnotation(JsonNaming.class);
    return naming != null && naming.value() == UpperCamelCaseStrategy.class
        ? Character.toUpperCase(part.getName().charAt(0)) + part.getName().substring(1)
        : part.getName();
  }

  /** A new record, whose parts are null that have no value. */
  static Object newRecord(Class<?> type, Map<String, Object> values) {
    var parts = type.getRecordComponents();
    var types = Stream.of(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types)
          .newInstance(Stream.of(parts).map(part -> values.get(nameOf(part))).toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Found {
    Method method() throws NoSuchMethodException;
  }

  private static Object call(Found found, Object on, Object... values) {
    try {
      return found.method().invoke(on, values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
