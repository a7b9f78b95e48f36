package dev.ecrcache.provider;

import com.pulumi.core.Output;
import com.pulumi.core.internal.OutputData;
import com.pulumi.core.internal.OutputInternal;
import com.pulumi.resources.DependencyResource;
import com.pulumi.resources.Resource;
import dev.ecrcache.bind.Binder;
import dev.ecrcache.bind.Tree;
import java.util.Set;
import java.util.stream.Collectors;

/** Outputs of texts from other languages, which stay secret, and come after what they came from. */
final class LateTexts implements Binder.Outputs {
  @Override
  public Output<String> of(String literal, String argument) {
    return Output.of(literal);
  }

  @Override
  public Output<String> of(Tree.Late text) {
    var output =
        text.value() == null
            ? new OutputInternal<String>(OutputData.unknown())
            : new OutputInternal<>(resources(text.dependencies()), (String) text.value().plain());
    return text.secret() ? output.asSecret() : output;
  }

  private static Set<Resource> resources(Set<String> urns) {
    return urns.stream().map(DependencyResource::new).collect(Collectors.toSet());
  }
}
