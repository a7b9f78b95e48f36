package dev.ecrcache.config;

import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
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
  public AnnotatedMethod resolveSetterConflict(
      MapperConfig<?> config, AnnotatedMethod one, AnnotatedMethod other) {
    // Beside the plain value, a program may give an output: a file cannot.
    return one.getRawParameterType(0) == Output.class ? other : one;
  }
}
