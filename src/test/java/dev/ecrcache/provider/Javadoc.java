package dev.ecrcache.provider;

import com.sun.source.doctree.AttributeTree;
import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ReferenceTree;
import com.sun.source.doctree.SeeTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** What the Javadoc of the main sources says, as Markdown. */
final class Javadoc {
  private static final Path SOURCES = Path.of("src/main/java");

  private final Map<String, String> texts = new LinkedHashMap<>();

  private Javadoc() {}

  /** The Javadoc of all classes of packages. */
  static Javadoc of(String... packages) throws IOException {
    var javadoc = new Javadoc();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var paths =
          Stream.of(packages)
              .map(name -> SOURCES.resolve(name.replace('.', '/')))
              .flatMap(Javadoc::sources)
              .toList();
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(paths));
      var trees = DocTrees.instance(task);
      for (var unit : task.parse()) {
        javadoc.new Reader(trees, unit).scan(unit, null);
      }
    }
    return javadoc;
  }

  private static Stream<Path> sources(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a class is. */
  String of(Class<?> type) {
    return text(type.getName());
  }

  /** What a method gives or takes. */
  String of(Class<?> type, String method) {
    return text(type.getName() + "." + method);
  }

  /** The methods of a class that say what they take, in the order of its source. */
  List<String> methods(Class<?> type) {
    var begin = type.getName() + ".";
    return texts.keySet().stream()
        .filter(name -> name.startsWith(begin))
        .map(name -> name.substring(begin.length()))
        .toList();
  }

  private String text(String name) {
    var text = texts.get(name);
    if (text == null) {
      throw new IllegalStateException(name + " has no Javadoc");
    }
    return text;
  }

  /** Reads one file. Of methods of one name the first counts. */
  private final class Reader extends TreePathScanner<Void, Void> {
    private final DocTrees trees;
    private final CompilationUnitTree unit;

    Reader(DocTrees trees, CompilationUnitTree unit) {
      this.trees = trees;
      this.unit = unit;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      put(name(getCurrentPath()));
      return super.visitClass(type, nothing);
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      put(name(getCurrentPath().getParentPath()) + "." + method.getName());
      return super.visitMethod(method, nothing);
    }

    private void put(String name) {
      var comment = trees.getDocCommentTree(getCurrentPath());
      if (comment != null) {
        texts.putIfAbsent(name, markdown(comment));
      }
    }

    private String name(TreePath path) {
      var name = ((ClassTree) path.getLeaf()).getSimpleName().toString();
      return path.getParentPath().getLeaf() instanceof ClassTree
          ? name(path.getParentPath()) + "$" + name
          : unit.getPackageName() + "." + name;
    }
  }

  private static String markdown(DocCommentTree comment) {
    var text = new StringBuilder(markdown(comment.getFullBody()));
    for (var tag : comment.getBlockTags()) {
      if (tag instanceof SeeTree see && see.getReference().get(0) instanceof StartElementTree) {
        text.append("\n\nSee ").append(markdown(see.getReference())).append('.');
      }
    }
    return text.toString();
  }

  private static String markdown(List<? extends DocTree> body) {
    var text = new StringBuilder();
    String link = null;
    for (var part : body) {
      if (part instanceof TextTree plain) {
        text.append(plain.getBody());
      } else if (part instanceof LiteralTree code) {
        text.append('`').append(code.getBody().getBody().strip()).append('`');
      } else if (part instanceof LinkTree to) {
        text.append('`').append(name(to.getReference())).append('`');
      } else if (part instanceof StartElementTree start && start.getName().contentEquals("p")) {
        text.append("\n\n");
      } else if (part instanceof StartElementTree start && start.getName().contentEquals("a")) {
        link = markdown(((AttributeTree) start.getAttributes().get(0)).getValue());
        text.append('[');
      } else if (part instanceof EndElementTree end && end.getName().contentEquals("a")) {
        text.append("](").append(link).append(')');
      } else {
        throw new IllegalStateException("Javadoc that has no Markdown: " + part);
      }
    }
    // Lines end where the source's do; paragraphs are kept.
    return Stream.of(text.toString().split("\n\\s*\n"))
        .map(paragraph -> paragraph.strip().replaceAll("\\s*\n\\s*", " "))
        .reduce((one, other) -> one + "\n\n" + other)
        .orElse("");
  }

  private static String name(ReferenceTree reference) {
    var signature = reference.getSignature().replaceAll("\\(.*", "");
    var name = signature.substring(signature.lastIndexOf('#') + 1);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
