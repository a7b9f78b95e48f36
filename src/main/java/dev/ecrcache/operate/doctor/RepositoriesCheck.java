package dev.ecrcache.operate.doctor;

import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.Concurrently;
import dev.ecrcache.operate.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryCreationTemplate;

/**
 * Looks for repositories that differ from the template by which they would be made today: those
 * that were made before it, since a template changes nothing that is there.
 */
final class RepositoriesCheck implements Check {
  private static final int AT_ONCE = 16;

  private final CacheFacts facts;
  private final Progress progress;
  private final List<Difference> found = new ArrayList<>();
  private final Map<String, List<String>> untold = new TreeMap<>();
  private final Map<String, AwsRefusalException> refusals = new ConcurrentHashMap<>();

  RepositoriesCheck(CacheFacts facts, Progress progress) {
    this.facts = facts;
    this.progress = progress;
  }

  @Override
  public Topic topic() {
    return Topic.REPOSITORIES;
  }

  /** The changes that make repositories like their templates, once it has looked. */
  List<Change> changes() {
    return found.stream().flatMap(it -> it.change().stream()).toList();
  }

  @Override
  public void look(Findings findings) {
    var prefixes = facts.registryRules().prefixes();
    var repositories = prefixes.repositories(facts.session(), facts.ecr());
    // Asked for here, since it is kept without a lock.
    var templates = facts.templates();
    Concurrently.map("repositories", repositories, AT_ONCE, this::differences, progress)
        .forEach(found::addAll);
    tell(findings);
    if (prefixes.hasRoot()) {
      findings.note(
          "rule ROOT",
          "may have made any repository, so that none is taken for its own",
          "repositories of it that differ from a template are not found",
          "");
    }
    findings.fineUnlessFound(
        "repositories",
        "%d under the cache's prefixes, %s"
            .formatted(
                repositories.size(),
                templates.isEmpty() ? "of no template" : "each like its template"));
  }

  private List<Difference> differences(Repository repository) {
    var template = facts.templateOf(repository.repositoryName());
    try {
      return template.map(it -> differences(it, repository)).orElse(List.of());
    } catch (AwsRefusalException e) {
      synchronized (untold) {
        untold
            .computeIfAbsent(e.getMessage(), it -> new ArrayList<>())
            .add(repository.repositoryName());
      }
      refusals.put(e.getMessage(), e);
      return List.of();
    }
  }

  private List<Difference> differences(RepositoryCreationTemplate template, Repository repository) {
    return new RepositoryDifferences(facts, template).of(repository);
  }

  private void tell(Findings findings) {
    var groups = new LinkedHashMap<Difference.Group, List<String>>();
    found.forEach(
        it -> groups.computeIfAbsent(it.group(), key -> new ArrayList<>()).add(it.repository()));
    groups.forEach(
        (group, names) ->
            findings.add(
                Level.WARNING,
                "%s of template %s"
                    .formatted(Counted.of(names.size(), "repository"), group.template()),
                group.what(),
                group.kind().why(),
                group.canChange()
                    ? "doctor --fix makes them like the template"
                    : "ECR cannot change it: delete the repository, and the next pull by tag makes"
                        + " it anew",
                names));
    untold.forEach(
        (message, names) ->
            findings.notAsked(
                Counted.of(names.size(), "repository"), refusals.get(message), List.copyOf(names)));
  }
}
