package dev.ecrcache.operate.doctor;

/** What a check is about, in the order of the report. */
public enum Topic {
  ACCOUNT("account"),
  RULES("rules"),
  CREDENTIALS("credentials"),
  TEMPLATES("templates"),
  REGISTRY_POLICY("registry policy"),
  SCANNING("scanning"),
  REPOSITORIES("repositories"),
  NODES("nodes"),
  NETWORK("network"),
  MIRRORS("mirrors"),
  PULL("pull");

  private final String title;

  Topic(String title) {
    this.title = title;
  }

  /** The topic in a word or two. */
  public String title() {
    return title;
  }
}
