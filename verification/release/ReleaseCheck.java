import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Reads what a build with -Prelease left behind and says what is wrong with it: poms, terms in the jars, bills of materials, licences.
 *
 * <p>Usage: java ReleaseCheck.java ROOT MODULE...
 */
final class ReleaseCheck {
  private static final Set<String> LICENCES = Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "EPL-2.0");
  private static final List<String> SAID_IN_A_POM =
      List.of("name", "description", "url", "licenses/license/name", "developers/developer/name", "scm/connection", "scm/url");

  private final Path root;
  private final List<String> wrong = new ArrayList<>();

  private ReleaseCheck(Path root) {
    this.root = root;
  }

  public static void main(String[] args) throws Exception {
    ReleaseCheck check = new ReleaseCheck(Path.of(args[0]));
    for (String module : List.of(args).subList(1, args.length)) {
      check.module(module);
    }
    check.wrong.forEach(line -> System.out.println("WRONG " + line));
    System.exit(check.wrong.isEmpty() ? 0 : 1);
  }

  private void module(String module) throws Exception {
    Path folder = root.resolve(module);
    pom(module, folder.resolve(".flattened-pom.xml"));
    Path target = folder.resolve("target");
    if (!Files.isDirectory(target.resolve("classes"))) {
      System.out.printf("%-22s pom only%n", module);
      return;
    }
    List<Path> jars = jars(target, module);
    for (Path jar : jars) {
      terms(jar);
    }
    String name =
        ModuleFinder.of(plain(jars)).findAll().iterator().next().descriptor().toNameAndVersion();
    int components = materials(module, target);
    System.out.printf("%-22s %d jars with terms, module %s, %d run-time dependencies%n", module, jars.size(), name, components);
  }

  private void pom(String module, Path file) throws Exception {
    Document pom = xml(file);
    for (String path : SAID_IN_A_POM) {
      require(!text(pom, "/project/" + path).isBlank(), module + ": its pom does not say " + path);
    }
    require(text(pom, "/project/parent").isBlank(), module + ": its pom has a parent");
    require(text(pom, "/project/dependencies/dependency[scope='test']/artifactId").isBlank(), module + ": its pom has dependencies of test scope");
    require(!Files.readString(file).contains("${"), module + ": its pom has a property that somebody must resolve");
    require(text(pom, "/project/properties").isBlank(), module + ": its pom has properties");
    require(text(pom, "/project/url").equals(text(pom, "/project/scm/url")), module + ": its pom has an address of its own");
  }

  /** The jar, its sources and its Javadoc; for the tool also the jar with everything in it. */
  private List<Path> jars(Path target, String module) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      List<Path> jars =
          files
              .filter(file -> file.toString().endsWith(".jar"))
              .filter(file -> !file.getFileName().toString().startsWith("original-"))
              .sorted()
              .toList();
      require(jars.stream().anyMatch(jar -> jar.toString().endsWith("-sources.jar")), module + ": no sources");
      require(jars.stream().anyMatch(jar -> jar.toString().endsWith("-javadoc.jar")), module + ": no Javadoc");
      return jars;
    }
  }

  private static Path plain(List<Path> jars) {
    return jars.stream()
        .filter(jar -> !jar.toString().matches(".*(-sources|-javadoc|cloudrelease)\\.jar"))
        .findFirst()
        .orElseThrow();
  }

  private void terms(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (String name : List.of("LICENSE", "NOTICE")) {
        ZipEntry entry = file.getEntry("META-INF/" + name);
        require(
            entry != null
                && new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8)
                    .equals(Files.readString(root.resolve(name))),
            jar.getFileName() + ": META-INF/" + name + " is missing or not ours");
      }
    }
  }

  /** What the bill of materials names is what Maven gives a user at run time. */
  private int materials(String module, Path target) throws Exception {
    Set<String> resolved = new TreeSet<>();
    for (String line : Files.readAllLines(target.resolve("runtime.txt"))) {
      String[] parts = line.replaceAll("\u001B\\[[0-9;]*m", "").replaceFirst(" --.*", "").trim().split(":");
      if (parts.length >= 5) {
        resolved.add(parts[0] + ":" + parts[1] + ":" + parts[parts.length - 2]);
      }
    }
    Path file;
    try (Stream<Path> files = Files.list(target)) {
      file = files.filter(one -> one.toString().endsWith("-cyclonedx.xml")).findFirst().orElseThrow();
    }
    Document bill = xml(file);
    NodeList components =
        (NodeList) XPathFactory.newInstance().newXPath().evaluate("/*/*[local-name()='components']/*[local-name()='component']", bill, XPathConstants.NODESET);
    Set<String> named = new TreeSet<>();
    for (int i = 0; i < components.getLength(); i++) {
      Element component = (Element) components.item(i);
      String name = child(component, "group") + ":" + child(component, "name") + ":" + child(component, "version");
      named.add(name);
      String licence = child(component, "id");
      require(LICENCES.contains(licence), module + ": " + name + " has the licence '" + licence + "'");
    }
    require(named.equals(resolved), module + ": its bill of materials names " + named + ", at run time there are " + resolved);
    if (module.equals("command-line")) {
      String others = Files.readString(target.resolve("classes/META-INF/THIRD-PARTY.txt"));
      named.stream()
          .filter(name -> !name.startsWith("io.cloudrelease:"))
          .map(name -> name.split(":")[1])
          .filter(name -> !others.matches("(?s).*\\b" + name + "\\b.*"))
          .forEach(name -> wrong.add(module + ": THIRD-PARTY.txt does not name " + name));
    }
    return named.size();
  }

  private static String child(Element of, String name) {
    NodeList found = of.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().trim();
  }

  private static String text(Document document, String path) throws Exception {
    return XPathFactory.newInstance().newXPath().evaluate(path, document);
  }

  private static Document xml(Path file) throws Exception {
    try (var in = Files.newInputStream(file)) {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
    }
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      wrong.add(otherwise);
    }
  }
}
