package dev.ecrcache.program;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.pulumi.core.Output;
import com.pulumi.resources.ResourceArgs;
import java.util.stream.Stream;

/** Tells Jackson to make arguments through their builders, whose methods are the keys. */
final class ArgsIntrospector extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public Class<?> findPOJOBuilder(AnnotatedClass type) {
    return ResourceArgs.class.isAssignableFrom(type.getRawType())
        ? Stream.of(type.getRawType().getDeclaredClasses())
            .filter(nested -> nested.getSimpleName().equals("Builder"))
            .findFirst()
            .orElseThrow()
        : super.findPOJOBuilder(type);
  }

  @Override
  public JsonPOJOBuilder.Value findPOJOBuilderConfig(AnnotatedClass type) {
    return new JsonPOJOBuilder.Value("build", "");
  }

  @Override
  public JsonSetter.Value findSetterInfo(Annotated setter) {
    // A record's parts are no methods: they may be left out.
    return setter instanceof AnnotatedMethod
        ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
        : super.findSetterInfo(setter);
  }

  @Override
  public AnnotatedMethod resolveSetterConflict(
      MapperConfig<?> config, AnnotatedMethod one, AnnotatedMethod other) {
    // Beside the plain value, a program may give an output: a file cannot.
    return one.getRawParameterType(0) == Output.class ? other : one;
  }
}
