package dev.ecrcache.rewrite;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;

/**
 * Finds the images of a Maven build: the base image of Jib, the builder and the run image of Spring
 * Boot's buildpacks.
 *
 * @see <a href="https://github.com/GoogleContainerTools/jib/tree/master/jib-maven-plugin">Jib</a>
 * @see <a
 *     href="https://docs.spring.io/spring-boot/maven-plugin/build-image.html">spring-boot:build-image</a>
 */
final class PomImages {
  private static final Pattern MARKUP =
      Pattern.compile(
          "<!--.*?-->|<!\\[CDATA\\[.*?]]>|<\\?.*?\\?>|<![^>]*>|<(/?)([^\\s/>]+)[^>]*?(/?)>",
          Pattern.DOTALL);
  private static final Map<String, Kind> PROPERTIES =
      Map.of(
          "jib.from.image", Kind.JIB,
          "spring-boot.build-image.builder", Kind.BUILDPACKS,
          "spring-boot.build-image.runImage", Kind.BUILDPACKS);
  private static final String JIB = "jib-maven-plugin";
  private static final String SPRING = "spring-boot-maven-plugin";

  /** A text that may be an image, by where it stands in its plugin. */
  private record Candidate(String path, int start, String text) {}

  private final String text;
  private final Deque<String> open = new ArrayDeque<>();
  private final List<Candidate> candidates = new ArrayList<>();
  private final Map<String, String> artifact = new HashMap<>();
  private final List<Spot> spots = new ArrayList<>();

  private PomImages(String text) {
    this.text = text;
  }

  /**
   * @throws IllegalArgumentException if it is no XML
   */
  static List<Spot> of(String text) {
    if (!text.contains("jib") && !text.contains("spring-boot")) {
      return List.of();
    }
    read(text);
    var finder = new PomImages(text);
    finder.find();
    return finder.spots;
  }

  private static void read(String text) {
    var factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    try {
      var reader =
          factory.createXMLStreamReader(
              new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
      while (reader.hasNext()) {
        reader.next();
      }
    } catch (XMLStreamException e) {
      var place = e.getLocation();
      throw new IllegalArgumentException(
          "broken XML in line %d".formatted(place == null ? 1 : place.getLineNumber()));
    }
  }

  private void find() {
    var markup = MARKUP.matcher(text);
    int before = -1;
    while (markup.find()) {
      var name = markup.group(2);
      if (name == null) {
        before = -1;
      } else if (markup.group(1).isEmpty()) {
        before = markup.group(3).isEmpty() ? markup.end() : -1;
        if (before >= 0) {
          open.addLast(name);
        }
      } else {
        if (before >= 0) {
          leaf(before, markup.start());
        }
        if (name.equals("plugin")) {
          plugin();
        }
        before = -1;
        open.pollLast();
      }
    }
  }

  private void leaf(int start, int end) {
    var content = text.substring(start, end);
    var value = content.strip();
    if (value.isEmpty()) {
      return;
    }
    int at = start + content.indexOf(value);
    var path = open.stream().collect(Collectors.joining("/"));
    var property = PROPERTIES.get(open.getLast());
    if (property != null && path.contains("properties/")) {
      add(property, at, value);
    } else if (path.endsWith("plugin/artifactId")) {
      artifact.put("id", value);
    } else if (path.contains("plugin/")) {
      candidates.add(new Candidate(path, at, value));
    }
  }

  private void plugin() {
    var id = artifact.getOrDefault("id", "");
    for (var candidate : candidates) {
      var path = candidate.path();
      if (id.equals(JIB) && path.endsWith("configuration/from/image")) {
        add(Kind.JIB, candidate.start(), candidate.text());
      } else if (id.equals(SPRING) && path.matches(".*configuration/image/(builder|runImage)")) {
        add(Kind.BUILDPACKS, candidate.start(), candidate.text());
      }
    }
    candidates.clear();
    artifact.clear();
  }

  private void add(Kind kind, int start, String image) {
    BuildImages.spot(kind, start, image).ifPresent(spots::add);
  }
}
