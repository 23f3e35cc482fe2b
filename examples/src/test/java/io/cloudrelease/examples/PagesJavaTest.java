package io.cloudrelease.examples;

import static io.cloudrelease.examples.Pages.notHere;
import static io.cloudrelease.examples.Pages.played;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.examples.Pages.Scene;
import io.cloudrelease.find.Found;
import io.cloudrelease.guard.ReleaseGuard;
import io.cloudrelease.journal.FileJournal;
import io.cloudrelease.journal.FileRun;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.ReleaseInstancesResult;
import io.cloudrelease.model.ReleasePlan;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.store.jdbc.JdbcStore;
import io.cloudrelease.store.jdbc.StoredRun;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.ShortWaits;
import io.cloudrelease.testkit.SimulatedInstance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Java of the pages, compiled and run as it stands there. A client that a block makes for the
 * real clouds finds simulated ones under their names, by keys that the build puts into this JVM's
 * environment.
 */
@Timeout(120)
class PagesJavaTest {
  private static final Pattern CLASS = Pattern.compile("(?m)^(?:public )?class (\\w+)");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
  private static final String IN_BUILD = "stands in the build, and is run by ";

  private static final String KEPT = "tencent-cvm:ap-guangzhou:ins-1a2b3c4d";

  @TempDir static Path tools;
  private static PretendInternet internet;
  private static final Map<String, String> BEFORE = new HashMap<>();

  private final Stage stage = new Stage();
  private final ReadersProgram reader = new ReadersProgram();
  private final List<AutoCloseable> toClose = new ArrayList<>();
  private String imports = "";
  @TempDir Path folder;

  static Stream<Scene<PagesJavaTest>> scenes() {
    String example = IN_BUILD + "examples/spring-boot: CleanupServiceTest";
    String vendor = "the vendor's SDK, which is moved away from; it calls the vendor's own host";
    String nimbus = IN_BUILD + "sdk-testkit-junit: NimbusContractTest";
    return Stream.of(
        notHere("README.md", IN_BUILD + "ProgramsTest", "class HelloRelease"),
        played("docs/ci.md", PagesJavaTest::cleanup, "class Cleanup"),
        played("docs/configuration.md", PagesJavaTest::fromTree, "ConfigSource.of(tree)"),
        played("docs/configuration.md", PagesJavaTest::accounts, "AccountConfig.builder(\"lab\""),
        played("docs/credentials.md", PagesJavaTest::keys, "CloudProvider fromProfile"),
        played("docs/credentials.md", PagesJavaTest::whoAmI, "whoAmI"),
        played("docs/credentials.md", PagesJavaTest::twoAccounts, "tencent-prod:ap-guangzhou"),
        played("docs/find.md", PagesJavaTest::find, "Found found"),
        notHere("docs/first-steps.md", "run by PagesRunTest", "class Nightly"),
        played("docs/journal-and-guards.md", PagesJavaTest::guards, "ReleaseGuard.olderThan"),
        played("docs/journal-and-guards.md", PagesJavaTest::ownGuard, "candidate.snapshot()"),
        played("docs/journal-and-guards.md", PagesJavaTest::policy, ".policy("),
        played("docs/journal-and-guards.md", PagesJavaTest::resumeAll, "class ResumeAll"),
        played("docs/leftovers.md", PagesJavaTest::leftovers, "checkLeftovers(true)"),
        notHere("docs/migration.md", vendor, "class WithTencentsSdk", "class WithAliyunsSdk"),
        played(
            "docs/migration.md",
            PagesJavaTest::movedOver,
            "class OnTencent",
            "class OnAliyun",
            "class OnZenlayer"),
        played("docs/network.md", PagesJavaTest::network, "NetworkSettings.builder()"),
        notHere(
            "docs/observability.md",
            IN_BUILD + "examples/opentelemetry: TracedRunsTest",
            "class TracedRuns"),
        played("docs/plans.md", PagesJavaTest::plans, "KeptPlan.of"),
        played("docs/pointing-elsewhere.md", PagesJavaTest::elsewhere, "allowPlainHttp"),
        played("docs/powers.md", PagesJavaTest::power, "grant(Power.FORCE)"),
        played("docs/powers.md", PagesJavaTest::beside, "releaseInstancesAsync"),
        played("docs/projects.md", PagesJavaTest::ownTest, "class CleanupTest"),
        notHere("docs/projects.md", example, "class CleanupService", "class CleanUp {"),
        played("docs/reports.md", PagesJavaTest::reports, "toCsv"),
        played("docs/several-machines.md", PagesJavaTest::withStore, "JdbcStore.on", "store.runs"),
        notHere("docs/spring-boot.md", example, "class CleanUp"),
        notHere(
            "docs/testing/contracts.md",
            IN_BUILD + "provider-tencent, as a test",
            "class TencentContractTest"),
        notHere(
            "docs/testing/in-process.md",
            IN_BUILD + "verification/class-paths, as a test",
            "class NightlyCleanupTest"),
        notHere(
            "docs/testing/over-http.md", IN_BUILD + "here, as a test", "class CleanupOverHttpTest"),
        played("docs/verdicts.md", PagesJavaTest::verdicts, "isGoodFor"),
        played("docs/verdicts.md", PagesJavaTest::remaining, "onlyInstances"),
        notHere("docs/writing-a-provider.md", nimbus, "class Nimbus ", "class NimbusContractTest"),
        played("docs/writing-a-provider.md", PagesJavaTest::ownProvider, "provider(nimbus)"));
  }

  @Test
  void every_block_is_run_or_named_here() throws IOException {
    Pages.assertThatEachIsRunOrNamed(Pages.java(), scenes());
  }

  @ParameterizedTest
  @MethodSource("playedScenes")
  void does_what_the_page_says(Scene<PagesJavaTest> scene) throws Exception {
    imports = Pages.imports(scene.page());
    scene.play().run(this, scene.of(Pages.java()).stream().map(Pages.Block::text).toList());
  }

  static Stream<Scene<PagesJavaTest>> playedScenes() {
    return scenes().filter(Scene::isPlayed);
  }

  /** What stands in the build stands there word for word. */
  @Test
  void what_is_run_as_a_part_of_the_build_is_the_same_there() throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Pages.ROOT)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        sources.add(Files.readString(file));
      }
    }
    List<Pages.Block> shown = Pages.java();
    for (Scene<PagesJavaTest> scene : scenes().toList()) {
      if (scene.whyNot().startsWith(IN_BUILD)) {
        assertThat(scene.of(shown))
            .allSatisfy(
                block ->
                    assertThat(sources)
                        .as(block.text())
                        .anyMatch(source -> source.contains(block.text())));
      }
    }
  }

  // ---- how a block is compiled and run ----

  @BeforeAll
  static void equip() throws Exception {
    internet = Stage.internet(tools);
    set("user.home", tools.toString());
    for (String option : internet.jvmOptions()) {
      String[] parts = option.substring(2).split("=", 2);
      set(parts[0], parts[1]);
    }
    assertThat(System.getenv()).containsAllEntriesOf(Stage.keys());
  }

  private static void set(String property, String value) {
    BEFORE.put(property, System.getProperty(property));
    System.setProperty(property, value);
  }

  @AfterAll
  static void closeInternet() throws IOException {
    BEFORE.forEach(
        (property, value) -> {
          if (value == null) {
            System.clearProperty(property);
          } else {
            System.setProperty(property, value);
          }
        });
    internet.close();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : toClose) {
      one.close();
    }
    stage.close();
  }

  private Class<?> compiled(String name, String source) throws Exception {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String classPath = System.getProperty("java.class.path");
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                said,
                said,
                "-proc:none",
                "-cp",
                classPath,
                "-d",
                folder.toString(),
                file.toString());
    assertThat(exit).as("%s%n%s", said.toString(UTF_8), source).isZero();
    URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
    toClose.add(loader);
    Matcher named = PACKAGE.matcher(source);
    return loader.loadClass(named.find() ? named.group(1) + "." + name : name);
  }

  private Class<?> compiled(String program) throws Exception {
    Matcher named = CLASS.matcher(program);
    assertThat(named.find()).isTrue();
    return compiled(named.group(1), program);
  }

  private String main(String program, String... args) throws Exception {
    Method main = compiled(program).getDeclaredMethod("main", String[].class);
    main.setAccessible(true);
    return printed(() -> main.invoke(null, (Object) args));
  }

  /** Runs statements, and gives what they printed. */
  private String run(String statements, String... variables) throws Exception {
    return runWith("", statements, variables);
  }

  private String runWith(String members, String statements, String... variables) throws Exception {
    String java =
        Stream.of("io", "nio.file", "time", "util", "util.concurrent")
            .map(name -> "import java." + name + ".*;\n")
            .collect(Collectors.joining());
    String source =
        imports
            + java
            + "public class Snippet extends "
            + ReadersProgram.class.getName()
            + " {\n"
            + members
            + "public void snippet() throws Exception {\n"
            + statements
            + "keep("
            + String.join(", ", variables)
            + ");\n}\n}\n";
    Constructor<?> made = compiled("Snippet", source).getConstructor();
    ReadersProgram snippet = (ReadersProgram) made.newInstance();
    snippet.client = reader.client;
    snippet.request = reader.request;
    snippet.result = reader.result;
    snippet.tree = reader.tree;
    snippet.executor = reader.executor;
    snippet.nimbus = reader.nimbus;
    snippet.dataSource = reader.dataSource;
    snippet.store = reader.store;
    String said = printed(snippet::snippet);
    reader.result = snippet.result;
    reader.made.addAll(snippet.made);
    for (Object one : snippet.made) {
      if (one instanceof ReleaseClient client) {
        toClose.add(client);
      }
    }
    return said;
  }

  private interface Code {
    void run() throws Exception;
  }

  private static String printed(Code code) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(said, true, UTF_8)) {
      System.setOut(out);
      code.run();
    } finally {
      System.setOut(before);
    }
    return said.toString(UTF_8);
  }

  // ---- what is there ----

  private SimulatedInstance add() {
    return stage.tencent.add(vm -> vm.region("ap-guangzhou").postpaid());
  }

  private ReleaseClient client() {
    CloudProvider tencent =
        TencentCvm.builder()
            .endpoint(stage.endpoint().toString())
            .credentials(stage.tencent.credentials())
            .build();
    ReleaseClient client =
        ReleaseClient.builder()
            .provider(ShortWaits.on(tencent))
            .guard(ReleaseGuard.denyTag("keep"))
            .build();
    toClose.add(client);
    return client;
  }

  private static ReleaseInstancesRequest request(InstanceRef... refs) {
    return ReleaseInstancesRequest.builder().instances(List.of(refs)).build();
  }

  private static InstanceRef ref(SimulatedInstance instance) {
    return instance.ref("tencent-cvm");
  }

  /** With the client that the block made, one instance of that account. */
  private void assertReleases(ReleaseClient client, String account) {
    SimulatedInstance one = stage.wanted(add());
    ReleaseInstancesResult result = client.releaseInstances(request(one.ref(account)));
    stage.assertThatOnlyTheWantedAreGone(result.toTable());
    assertThat(result.allGood()).isTrue();
  }

  private ReleaseClient made() {
    return (ReleaseClient) reader.made.get(0);
  }

  // ---- the pages ----

  private void cleanup(List<String> blocks) throws Exception {
    stage.populateTencent();
    stage.assertThatOnlyTheWantedAreGone(main(blocks.get(0), "tencent-cvm:ap-guangzhou"));
  }

  private void fromTree(List<String> blocks) throws Exception {
    Map<String, Object> keys =
        Map.of("id", "AKIDEXAMPLE", "secret", "${env:TENCENTCLOUD_SECRET_KEY}");
    Map<String, Object> account =
        Map.of(
            "cloud", "tencent-cvm", "endpoint", stage.endpoint().toString(), "credentials", keys);
    reader.tree = Map.of("accounts", Map.of("shop", account));
    run(blocks.get(0), "client");
    assertReleases(made(), "shop");
  }

  private void accounts(List<String> blocks) throws Exception {
    profile("lab");
    run(blocks.get(0), "client");
    SimulatedInstance kept =
        stage.other(stage.tencent.add(vm -> vm.region("ap-guangzhou").tag("keep", "")));
    SimulatedInstance one = stage.wanted(add());
    SimulatedInstance two = stage.wanted(add());
    ReleaseInstancesResult result =
        made().releaseInstances(request(one.ref("prod"), two.ref("lab"), kept.ref("lab")));
    assertThat(result.verdicts().get(2).verdict()).isEqualTo(Verdict.NOT_SENT);
    stage.assertThatOnlyTheWantedAreGone(result.toTable());
  }

  /** Of tccli, with the keys of the simulated cloud. */
  private void profile(String name) throws IOException {
    Path file = tools.resolve(".tccli").resolve(name + ".credential");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"secretId\":\"AKIDEXAMPLE\",\"secretKey\":\"SECRETEXAMPLE\"}");
  }

  private void keys(List<String> blocks) throws Exception {
    profile("prod");
    Instant later = Instant.now().plus(Duration.ofHours(1));
    stage.tencent.addKey(
        stage.tencent.account(),
        AccessKey.session(reader.id(), reader.secret(), reader.token(), later));
    run(blocks.get(0), "fromProfile", "asRole", "ownKeys");
    assertThat(reader.made).hasSize(3);
    for (Object provider : reader.made) {
      CloudProvider one = (CloudProvider) provider;
      try (ReleaseClient client = ReleaseClient.builder().provider(one).build()) {
        assertReleases(client, one.facts().name());
      }
    }
  }

  private void whoAmI(List<String> blocks) throws Exception {
    run(
        blocks
            .get(0)
            .replace("client.whoAmI(\"tencent-cvm\");", "keep(client.whoAmI(\"tencent-cvm\"));"));
    assertThat(reader.made.get(0).toString())
        .startsWith("Caller[accountId=100000000001, kind=CAMUser, name=qcs::cam:100000000001:uin/");
  }

  private void twoAccounts(List<String> blocks) throws Exception {
    profile("prod");
    run(blocks.get(0), "client");
    assertReleases(made(), "tencent-cvm");
    assertReleases(made(), "tencent-prod");
  }

  private void find(List<String> blocks) throws Exception {
    stage.populateTencent();
    stage.populateAliyun();
    run(
        "var client = ReleaseClient.fromEnvironment();\n" + blocks.get(0),
        "client",
        "found",
        "plan");
    Found found = (Found) reader.made.get(1);
    assertThat(found.isComplete()).isTrue();
    assertThat(found.refs()).hasSize(6);
    assertThat(((ReleasePlan) reader.made.get(2)).toTable()).contains(found.refs().get(0).id());
    assertThat(stage.destroyed()).isZero();
  }

  private void guards(List<String> blocks) throws Exception {
    run(blocks.get(0).replace("/var/lib/releases", folder.toString()), "client");
    assertHoldsBack("env", "prod-1", "ci-");
  }

  private void policy(List<String> blocks) throws Exception {
    run(blocks.get(0), "client");
    assertHoldsBack("env", "prod-1", "");
  }

  private void ownGuard(List<String> blocks) throws Exception {
    SimulatedInstance goes = stage.wanted(add());
    SimulatedInstance stays =
        stage.other(stage.tencent.add(vm -> vm.region("ap-guangzhou").tag("owner", "ann")));
    reader.request = request(ref(goes), ref(stays));
    String said = run(blocks.get(0), "client", "result");
    ReleaseInstancesResult result = (ReleaseInstancesResult) reader.made.get(1);
    assertThat(result.verdicts().get(1)).asString().contains("Owned: its owner is ann");
    assertThat(said).contains("SENDING [" + ref(goes) + "]");
    stage.assertThatOnlyTheWantedAreGone(result.toTable());
    ReleaseInstancesRequest unseen = request(ref(stays)).toBuilder().lookFirst(false).build();
    assertThat(made().releaseInstances(unseen).toTable())
        .contains("Owned: its owner is not looked");
  }

  private void resumeAll(List<String> blocks) throws Exception {
    Path journals = folder.resolve("journals");
    SimulatedInstance confirmed = stage.wanted(add());
    SimulatedInstance unsent = stage.wanted(add());
    SimulatedInstance over = stage.wanted(add());
    SimulatedInstance guarded =
        stage.other(stage.tencent.add(vm -> vm.region("ap-guangzhou").tag("env", "prod-1")));
    FileJournal journal = FileJournal.inFolder(journals);
    try (ReleaseClient client = client().toBuilder().journal(journal).build();
        ReleaseClient halted = client.toBuilder().killSwitch(() -> true).build()) {
      client.releaseInstances(request(ref(confirmed)));
      halted.releaseInstances(request(ref(unsent), ref(guarded)));
      for (FileRun run : journal.runs()) {
        diedBeforeItsFirstVerdict(run.file());
      }
      client.releaseInstances(request(ref(over)));
    }
    assertThat(journal.unfinished()).hasSize(2);
    String said = main(blocks.get(0).replace("/var/lib/releases", journals.toString()));
    assertThat(said)
        .containsPattern(ref(confirmed) + " +RELEASED")
        .containsPattern(ref(unsent) + " +RELEASED")
        .containsPattern(ref(guarded) + " +NOT_SENT")
        .doesNotContain(ref(over).toString());
    assertThat(journal.unfinished()).isEmpty();
    stage.assertThatOnlyTheWantedAreGone(said);
  }

  /** As if its process had been killed there. */
  private static void diedBeforeItsFirstVerdict(Path journal) throws IOException {
    List<String> lines =
        Files.readAllLines(journal).stream()
            .takeWhile(line -> !line.contains("\"kind\":\"verdict\""))
            .toList();
    Files.write(journal, lines);
  }

  /** What has that tag stays, what has a name that begins so goes. */
  private void assertHoldsBack(String tag, String value, String name) {
    SimulatedInstance goes =
        stage.wanted(
            stage.tencent.add(vm -> Stage.aged(vm.region("ap-guangzhou"), 8).name(name + 1)));
    SimulatedInstance stays =
        stage.other(
            stage.tencent.add(
                vm -> Stage.aged(vm.region("ap-guangzhou"), 8).name(name + 2).tag(tag, value)));
    ReleaseInstancesResult result = made().releaseInstances(request(ref(goes), ref(stays)));
    assertThat(result.verdicts().get(1).verdict()).isEqualTo(Verdict.NOT_SENT);
    stage.assertThatOnlyTheWantedAreGone(result.toTable());
  }

  /** With so short a deadline what is left behind is not asked for once more a minute later. */
  private void leftovers(List<String> blocks) throws Exception {
    SimulatedInstance one =
        stage.wanted(
            stage.tencent.add(
                vm -> vm.region("ap-guangzhou").postpaid().disk("disk-1a2b3c4d", false)));
    reader.request =
        ReleaseInstancesRequest.builder()
            .instance(ref(one).toString())
            .deadline(Duration.ofSeconds(65))
            .build();
    String said = run(blocks.get(0));
    assertThat(said).isEqualTo(ref(one) + " left DISK disk-1a2b3c4d, freed by TerminateDisks\n");
    stage.assertThatOnlyTheWantedAreGone(said);
  }

  private void movedOver(List<String> blocks) throws Exception {
    SimulatedInstance three = stage.wanted(stage.zenlayer.addZec(vm -> vm.name("web")));
    SimulatedInstance two =
        stage.wanted(stage.aliyun.add(vm -> vm.region("cn-hangzhou").running()));
    String said =
        main(blocks.get(0), stage.wanted(add()).id())
            + main(blocks.get(1), two.id())
            + main(blocks.get(2), three.id());
    stage.assertThatOnlyTheWantedAreGone(said);
  }

  private void network(List<String> blocks) throws Exception {
    internet.network();
    String here = System.getProperty("https.proxyPort");
    run(
        blocks
            .get(0)
            .replace("\"proxy.corp.example\", 3128", "\"127.0.0.1\", " + here)
            .replace("/etc/ssl/corp-ca.pem", tools.resolve("cloud.pem").toString()),
        "client");
    assertReleases(made(), "tencent-cvm");
  }

  private void plans(List<String> blocks) throws Exception {
    reader.client = client();
    reader.request = request(ref(stage.wanted(add())));
    runWith(
        blocks.get(0).replace("plan.json", folder.resolve("plan.json").toString()),
        "",
        "apply(client, make(client, request))");
    ReleaseInstancesResult result = (ReleaseInstancesResult) reader.made.get(0);
    stage.assertThatOnlyTheWantedAreGone(result.toTable());
  }

  private void elsewhere(List<String> blocks) throws Exception {
    stage.tencent.addKey(stage.tencent.account(), AccessKey.of("id", "key"));
    reader.executor = Executors.newFixedThreadPool(4);
    toClose.add(reader.executor::shutdown);
    run(blocks.get(0).replace("http://wiremock:8080", stage.endpoint().toString()), "client");
    assertReleases(made(), "tencent-lab");
  }

  private void power(List<String> blocks) throws Exception {
    run("var request = " + blocks.get(0), "request");
    assertThat(((ReleaseInstancesRequest) reader.made.get(0)).intent().powers())
        .containsExactly(Power.FORCE);
  }

  private void beside(List<String> blocks) throws Exception {
    reader.client = client();
    reader.request = request(ref(stage.wanted(add())));
    run(blocks.get(0), "result");
    assertThat(reader.result.allGood()).isTrue();
    stage.assertThatOnlyTheWantedAreGone(reader.result.toTable());
  }

  private void ownTest(List<String> blocks) throws Exception {
    Class<?> test = compiled(blocks.get(0));
    int run = 0;
    for (Method method : test.getDeclaredMethods()) {
      if (method.isAnnotationPresent(Test.class)) {
        Constructor<?> made = test.getDeclaredConstructor();
        made.setAccessible(true);
        method.setAccessible(true);
        method.invoke(made.newInstance());
        run++;
      }
    }
    assertThat(run).isPositive();
  }

  private void reports(List<String> blocks) throws Exception {
    SimulatedInstance one = add();
    reader.result = client().releaseInstances(request(ref(one)));
    run(blocks.get(0).replace("Path.of(\"", "Path.of(\"" + folder + "/"));
    assertThat(folder.resolve("release.csv")).content().contains(one.id(), "RELEASED");
    assertThat(folder.resolve("release.md")).content().contains(one.id(), "RELEASED");
  }

  /** One is released, one is refused, one is held back. */
  private void mixed() {
    SimulatedInstance locked =
        stage.tencent.add(vm -> vm.region("ap-guangzhou").protectedFromRelease());
    SimulatedInstance kept =
        stage.tencent.add(vm -> vm.region("ap-guangzhou").id("ins-1a2b3c4d").tag("keep", "yes"));
    reader.request = request(ref(add()), ref(locked), ref(kept));
    reader.result = client().releaseInstances(reader.request);
  }

  private void withStore(List<String> blocks) throws Exception {
    try (OwnPostgres postgres = new OwnPostgres(TypedPages.freePort())) {
      reader.dataSource = postgres.source();
      reader.request = request(ref(stage.wanted(add())));
      run(blocks.get(0));
      stage.assertThatOnlyTheWantedAreGone("");
      postgres.runOfADeadMachine(stage, stage.wanted(add()));
      reader.client = client();
      reader.store = JdbcStore.on(reader.dataSource);
      toClose.add(reader.store);
      run(blocks.get(1));
      stage.assertThatOnlyTheWantedAreGone("");
      assertThat(reader.store.runs(100))
          .hasSize(2)
          .allMatch(run -> run.state() == StoredRun.State.ENDED);
    }
  }

  private void verdicts(List<String> blocks) throws Exception {
    mixed();
    assertThat(run(blocks.get(0)).lines())
        .hasSize(2)
        .anyMatch(line -> line.startsWith(reader.result.verdicts().get(1).ref() + " REJECTED "))
        .anyMatch(line -> line.startsWith(KEPT + " NOT_SENT DenyTag: "));
  }

  private void remaining(List<String> blocks) throws Exception {
    mixed();
    run(blocks.get(0), "next");
    assertThat(((ReleaseInstancesRequest) reader.made.get(0)).instances())
        .containsExactly(InstanceRef.parse(KEPT));
  }

  private void ownProvider(List<String> blocks) throws Exception {
    NimbusCloud cloud = new NimbusCloud();
    toClose.add(cloud);
    cloud.servers.addAll(List.of("nb-1", "nb-2"));
    reader.nimbus =
        new CustomProvider(
            cloud.endpoint(), CredentialsProvider.of(Credentials.ofBearer(NimbusCloud.TOKEN)));
    run(blocks.get(0), "client");
    assertThat(cloud.servers).containsExactly("nb-2");
  }
}
