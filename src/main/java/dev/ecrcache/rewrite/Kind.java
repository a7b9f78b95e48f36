package dev.ecrcache.rewrite;

/** The kinds of files in which images are known. */
public enum Kind {
  /** Kubernetes objects. */
  KUBERNETES("kubernetes"),
  /** {@code images} of a kustomization. */
  KUSTOMIZATION("kustomization"),
  /** A {@code HelmRelease} of Flux. */
  FLUX("flux"),
  /** An {@code Application} of Argo CD. */
  ARGO_CD("argo-cd"),
  /** A compose file. */
  COMPOSE("compose"),
  /** A Dockerfile or Containerfile. */
  DOCKERFILE("dockerfile"),
  /** A workflow or an action of GitHub. */
  GITHUB("github"),
  /** A pipeline of GitLab CI. */
  GITLAB("gitlab"),
  /** Settings of Jib in a build of Maven or Gradle. */
  JIB("jib"),
  /** Settings of Cloud Native Buildpacks: a project descriptor, or Spring Boot's plugins. */
  BUILDPACKS("buildpacks");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  /** The kind in one lower-case word. */
  public String word() {
    return word;
  }
}
