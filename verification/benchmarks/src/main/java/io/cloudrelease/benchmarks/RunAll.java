package io.cloudrelease.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs every measurement and rewrites the tables in {@code docs/performance.md} and its Chinese
 * page. Started by {@code verification/benchmarks/run.sh}, which gathers each candidate's class
 * path.
 *
 * <p>Arguments: the folder of class paths, the file to rewrite, a scale (1 for the full run, which
 * takes about ten minutes; 0 for a quick look), and the parts to run, all of them unless named.
 */
public final class RunAll {
  private static final List<String> MICRO =
      List.of(
          "ours-tencent",
          "bare-tencent",
          "ours-zenlayer",
          "bare-zenlayer",
          "ours-aliyun",
          "bare-aliyun",
          "sdk-tencent",
          "sdk-aliyun-tea",
          "sdk-aliyun-classic");
  private static final List<String> READ =
      List.of("look-tokens", "look-ours", "look-sdk-tencent", "release-ours");
  private static final List<String> END_TO_END =
      List.of(
          "bare-tencent",
          "ours-tencent-pooled",
          "ours-tencent",
          "sdk-tencent",
          "bare-zenlayer",
          "ours-zenlayer-pooled",
          "ours-zenlayer",
          "bare-aliyun",
          "ours-aliyun-pooled",
          "ours-aliyun",
          "sdk-aliyun-tea",
          "sdk-aliyun-classic");
  private static final List<String> COLD =
      List.of(
          "bare-tencent",
          "sdk-tencent",
          "sdk-aliyun-tea",
          "sdk-aliyun-classic",
          "ours-tencent",
          "ours-tencent all providers",
          "ours-tencent flags",
          "ours-tencent CDS",
          "ours-tencent CDS flags");

  /** Those that the page advises for short programs; the launcher sets them too. */
  private static final List<String> FLAGS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Path classPaths;
  private final boolean full;
  private final StringBuilder report = new StringBuilder();

  private RunAll(Path classPaths, boolean full) {
    this.classPaths = classPaths;
    this.full = full;
  }

  public static void main(String[] args) throws Exception {
    RunAll run = new RunAll(Path.of(args[0]), args[2].equals("1"));
    List<String> parts = List.of(args).subList(3, args.length);
    run.machine();
    for (Map.Entry<String, Part> part : run.parts().entrySet()) {
      if (parts.isEmpty() || parts.contains(part.getKey())) {
        part.getValue().run();
      }
    }
    Path page = Path.of(args[1]);
    rewrite(page, run.report.toString());
    Path chinese = page.resolveSibling(page.getFileName().toString().replace(".md", ".zh-CN.md"));
    if (Files.exists(chinese)) {
      rewrite(chinese, InChinese.of(run.report.toString()));
    }
    System.exit(0);
  }

  private interface Part {
    void run() throws Exception;
  }

  private Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("encode", this::encodeAndSign);
    parts.put("read", this::readAnswers);
    parts.put("request", this::endToEnd);
    parts.put("start", this::coldStart);
    parts.put("libraries", this::coldParts);
    parts.put("sweep", this::sweeps);
    parts.put("idle", this::idleGaps);
    parts.put("weight", this::weights);
    return parts;
  }

  private static void rewrite(Path file, String tables) throws IOException {
    String begin = "<!-- measured: begin -->";
    String end = "<!-- measured: end -->";
    String text = Files.readString(file);
    int from = text.indexOf(begin) + begin.length();
    Files.writeString(
        file, text.substring(0, from) + "\n" + tables + text.substring(text.indexOf(end)));
  }

  private void say(String line, Object... values) {
    String text = String.format(Locale.ROOT, line, values);
    System.out.println(text);
    report.append(text).append('\n');
  }

  private String classPath(String name) throws IOException {
    return Files.readString(classPaths.resolve(name + ".cp")).trim();
  }

  private String classPathOf(String candidate) throws IOException {
    if (candidate.startsWith("bare-")) {
      return classPath("okhttp");
    }
    if (candidate.equals("ours-tencent")) {
      return classPath("ours-tencent");
    }
    return classPath(candidate.startsWith("ours-") ? "ours-all" : candidate);
  }

  private void machine() throws IOException {
    String model = "unknown processor";
    Path info = Path.of("/proc/cpuinfo");
    if (Files.exists(info)) {
      model =
          Files.readAllLines(info).stream()
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).trim())
              .findFirst()
              .orElse(model);
    }
    say("");
    say(
        "Measured %s with `verification/benchmarks/run.sh%s`: %s, %d processors, %s %s, Java %s (%s), load %.1f.",
        LocalDate.now(),
        full ? "" : " quick",
        model,
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("java.runtime.version"),
        System.getProperty("java.vendor"),
        java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    say("Tencent SDK 3.1.1342, Aliyun ecs20140526 5.3.0, Aliyun classic 5.11.7 with core 4.7.10,");
    say("each with the OkHttp it brings; ours and bare with OkHttp 5.5.1.");
  }

  private void encodeAndSign() throws Exception {
    say("");
    say("### Encode and sign for 100 instances, one thread");
    say("");
    say("| | a CPU second | quartiles apart | of bare hashing | allocated, KB |");
    say("|---|---|---|---|---|");
    Map<String, Stats[]> rows = micro(MICRO);
    rows.forEach((name, row) -> micro(name, row, rows.get("bare-" + cloud(name))));
    String tencent = ratio(rows, "ours-tencent", "sdk-tencent");
    String tea = ratio(rows, "ours-aliyun", "sdk-aliyun-tea");
    String classic = ratio(rows, "ours-aliyun", "sdk-aliyun-classic");
    say("");
    say("Ours is %s times Tencent's SDK, %s times Aliyun's, %s times", tencent, tea, classic);
    say("Aliyun's classic one.");
  }

  private void readAnswers() throws Exception {
    say("");
    say("### Reading a look's answer of 100 instances, and a release's, one thread");
    say("");
    say("| | a CPU second | quartiles apart | of the tokens alone | allocated, KB |");
    say("|---|---|---|---|---|");
    Map<String, Stats[]> rows = micro(READ);
    rows.forEach((name, row) -> micro(name, row, rows.get("look-tokens")));
  }

  private void micro(String name, Stats[] row, Stats[] bare) {
    say(
        "| %s | %,.0f | %.0f %% | %.2f | %.1f |",
        name,
        row[0].median(),
        row[0].spreadPercent(),
        row[0].median() / bare[0].median(),
        row[1].median());
  }

  /** Speed and kilobytes of each, in turn, each in a process of its own. */
  private Map<String, Stats[]> micro(List<String> names) throws Exception {
    Map<String, Child> children = new LinkedHashMap<>();
    Map<String, List<Double>> speed = new LinkedHashMap<>();
    Map<String, List<Double>> bytes = new HashMap<>();
    int rounds = full ? 12 : 3;
    try {
      for (String name : names) {
        children.put(name, new Child(List.of(), classPath("everything"), "MicroRatios", name));
        speed.put(name, new ArrayList<>());
        bytes.put(name, new ArrayList<>());
      }
      for (int i = -1; i < rounds; i++) {
        String millis = i < 0 ? full ? "6000" : "1000" : full ? "500" : "100";
        for (Map.Entry<String, Child> child : children.entrySet()) {
          String[] columns = child.getValue().ask(millis).split("\t");
          if (i >= 0) {
            speed.get(child.getKey()).add(Double.parseDouble(columns[0]));
            bytes.get(child.getKey()).add(Double.parseDouble(columns[1]) / 1024);
          }
        }
      }
    } finally {
      children.values().forEach(Child::close);
    }
    Map<String, Stats[]> rows = new LinkedHashMap<>();
    speed.forEach(
        (name, figures) ->
            rows.put(name, new Stats[] {Stats.of(figures), Stats.of(bytes.get(name))}));
    return rows;
  }

  private static String ratio(Map<String, Stats[]> rows, String one, String other) {
    double ratio = rows.get(one)[0].median() / rows.get(other)[0].median();
    return String.format(Locale.ROOT, "%.1f", ratio);
  }

  private static String cloud(String name) {
    return name.contains("tencent") ? "tencent" : name.contains("zenlayer") ? "zenlayer" : "aliyun";
  }

  private void endToEnd() throws Exception {
    say("");
    say("### One request over loopback, 8 callers");
    say("");
    say("| | CPU, µs | quartiles apart | times bare | allocated, KB | times bare |");
    say("|---|---|---|---|---|---|");
    int rounds = full ? 6 : 2;
    // Kernels that count a process's time by ticks are right only over a second or so.
    String requests = full ? "20000" : "800";
    Map<String, Child> children = new LinkedHashMap<>();
    Map<String, List<Double>> cpu = new HashMap<>();
    Map<String, List<Double>> bytes = new HashMap<>();
    try (Child server = server()) {
      String address = server.line();
      for (String name : END_TO_END) {
        children.put(name, new Child(List.of(), classPathOf(name), "EndToEnd", name, address));
        cpu.put(name, new ArrayList<>());
        bytes.put(name, new ArrayList<>());
      }
      for (int i = -rounds / 2; i < rounds; i++) {
        for (Map.Entry<String, Child> child : children.entrySet()) {
          String[] columns = child.getValue().ask(requests).split("\t");
          if (i >= 0) {
            cpu.get(child.getKey()).add(Double.parseDouble(columns[0]));
            bytes.get(child.getKey()).add(Double.parseDouble(columns[1]) / 1024);
          }
        }
      }
    } finally {
      children.values().forEach(Child::close);
    }
    for (String name : END_TO_END) {
      String bare = "bare-" + cloud(name);
      Stats mine = Stats.of(cpu.get(name));
      double kb = Stats.of(bytes.get(name)).median();
      say(
          "| %s | %.0f | %.0f %% | %.2f | %.1f | %.2f |",
          name,
          mine.median(),
          mine.spreadPercent(),
          mine.median() / Stats.of(cpu.get(bare)).median(),
          kb,
          kb / Stats.of(bytes.get(bare)).median());
    }
  }

  private Child server(String... options) throws IOException {
    return new Child(List.of(), classPath("server"), "FastServer", options);
  }

  private void coldStart() throws Exception {
    TestTrust trust = TestTrust.make();
    coldStart("http", List.of(), List.of(), full ? 25 : 3);
    coldStart("https", List.of("tls=" + trust.keys()), trust.options(), full ? 11 : 2);
  }

  private void coldStart(
      String scheme, List<String> serverOptions, List<String> clientOptions, int rounds)
      throws Exception {
    say("");
    say("### One release with looks off, new JVM to exit, %s", scheme);
    say("");
    say("| | s | quartiles apart | times the Tencent SDK |");
    say("|---|---|---|---|");
    Path archive = Files.createTempDirectory("cds").resolve("cloudrelease.jsa");
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    try (Child server = server(serverOptions.toArray(new String[0]))) {
      String address = server.line();
      List<String> dump = new ArrayList<>(clientOptions);
      dump.add("-XX:ArchiveClassesAtExit=" + archive);
      time(command("ours-tencent", address, dump));
      for (int i = -1; i < rounds; i++) {
        for (String name : COLD) {
          List<String> options = new ArrayList<>(clientOptions);
          if (name.contains("CDS")) {
            options.add("-XX:SharedArchiveFile=" + archive);
          }
          if (name.endsWith("flags")) {
            options.addAll(FLAGS);
          }
          double time = time(command(name, address, options));
          if (i >= 0) {
            seconds.computeIfAbsent(name, n -> new ArrayList<>()).add(time);
          }
        }
      }
    }
    double tencent = Stats.of(seconds.get("sdk-tencent")).median();
    seconds.forEach(
        (name, times) -> {
          Stats stats = Stats.of(times);
          say(
              "| %s | %.3f | %.0f %% | %.2f |",
              name, stats.median(), stats.spreadPercent(), stats.median() / tencent);
        });
    double one = Stats.of(seconds.get("ours-tencent")).median();
    double all = Stats.of(seconds.get("ours-tencent all providers")).median();
    say("");
    say("All providers on the class path instead of one: %+.0f %%.", (all / one - 1) * 100);
  }

  private void coldParts() throws Exception {
    say("");
    say("### What one library adds to a start");
    say("");
    say("| | ms | quartiles apart |");
    say("|---|---|---|");
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    for (int i = -1; i < (full ? 15 : 2); i++) {
      for (String part : ColdParts.ALL) {
        double time = time(Child.command(List.of(), classPath("parts"), "ColdParts", part));
        if (i >= 0) {
          seconds.computeIfAbsent(part, p -> new ArrayList<>()).add(time * 1000);
        }
      }
    }
    double nothing = Stats.of(seconds.get("nothing")).median();
    seconds.forEach(
        (part, times) -> {
          Stats stats = Stats.of(times);
          boolean bare = part.equals("nothing");
          say(
              "| %s | %s%.0f | %.0f %% |",
              bare ? "a program that does nothing" : part,
              bare ? "" : "+",
              stats.median() - (bare ? 0 : nothing),
              stats.spreadPercent());
        });
  }

  private List<String> command(String name, String address, List<String> options)
      throws IOException {
    String candidate = name.contains(" ") ? name.substring(0, name.indexOf(' ')) : name;
    // Archives hold classes of jars only: ours run from jars, this program's own too.
    String path = name.contains("all") ? classPath("ours-all") : classPathOf(candidate);
    return Child.command(options, path, "ColdStart", candidate, address);
  }

  private static double time(List<String> command) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("failed: " + command);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private void sweeps() throws Exception {
    say("");
    say("### Paced sweeps, 10 terminate and 40 describe calls a second and account, 20 ms latency");
    say("");
    say(
        "| ids | accounts | process | rate kept by | line, s | wall, s | times the line | verdicts | throttled of sent | heap |");
    say("|---|---|---|---|---|---|---|---|---|---|");
    int size = full ? 10_000 : 1000;
    Path archive = Files.createTempDirectory("cds").resolve("sweep.jsa");
    sweep("just started", size, 1, 0, false, List.of());
    archiveOfASweep(archive);
    sweep("with archive", size, 1, 0, false, List.of("-XX:SharedArchiveFile=" + archive));
    sweep("warm", size, 1, 500, false, List.of());
    sweep("warm", size, 1, 500, true, List.of());
    sweep("just started", full ? 100_000 : 4000, 4, 0, false, List.of());
    sweep("warm", full ? 100_000 : 4000, 4, 500, false, List.of());
    sweepOfMany(full ? 1_000_000 : 20_000, 20);
  }

  /** What it did is not kept with the result: that alone would be some hundred bytes for each. */
  private void sweepOfMany(int ids, int accounts) throws Exception {
    sweep("warm, without evidence", ids, accounts, 500, false, 512, List.of());
  }

  private void archiveOfASweep(Path archive) throws Exception {
    try (Child server = server("rate=10", "looks=40", "latency=20")) {
      List<String> options = List.of("-XX:ArchiveClassesAtExit=" + archive);
      time(
          Child.command(
              options,
              classPath("ours-tencent"),
              "SweepRun",
              server.line(),
              "300",
              "1",
              "0",
              "ours"));
    }
  }

  private void sweep(
      String process, int ids, int accounts, int before, boolean sliding, List<String> more)
      throws Exception {
    sweep(process, ids, accounts, before, sliding, 128, more);
  }

  private void sweep(
      String process,
      int ids,
      int accounts,
      int before,
      boolean sliding,
      int megabytes,
      List<String> more)
      throws Exception {
    List<String> options = new ArrayList<>(more);
    options.add("-Xmx" + megabytes + "m");
    String whose = process.contains("without evidence") ? "ours without evidence" : "ours";
    try (Child server =
        server("rate=10", "looks=40", "latency=20", "sliding=" + (sliding ? 1 : 0))) {
      String endpoint = server.line();
      // A cloud has been up for a while: no call of ours is its first.
      String path = classPath("ours-tencent");
      time(Child.command(List.of(), path, "SweepRun", endpoint, "1000", "4", "0", "others"));
      String[] others = get(endpoint + "/stats").split("\t");
      String result;
      try (Child child =
          new Child(
              options, path, "SweepRun", endpoint, "" + ids, "" + accounts, "" + before, whose)) {
        result = child.line();
      }
      String[] stats = get(endpoint + "/stats").split("\t");
      String[] columns = result.split("\t");
      double line = ids / 100.0 / 10 / accounts;
      double wall = Double.parseDouble(columns[1]);
      say(
          "| %,d | %d | %s | %s | %.1f | %.2f | %.3f | %s | %d of %d | %d MB, %s MB after the last collection |",
          ids,
          accounts,
          process,
          sliding ? "any one second" : "token bucket",
          line,
          wall,
          wall / line,
          columns[3],
          count(stats, 5) - count(others, 5),
          count(stats, 1) - count(others, 1),
          megabytes,
          columns[7]);
    }
  }

  private static int count(String[] stats, int column) {
    return Integer.parseInt(stats[column]);
  }

  static String get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private void idleGaps() throws Exception {
    say("");
    say("### Destructive calls with gaps around the server's keep-alive limit");
    say("");
    say("| keep-alive, ms | calls | no answer | not sent |");
    say("|---|---|---|---|");
    int callers = full ? 200 : 10;
    int calls = 5;
    for (int keepAlive : full ? new int[] {600, 1000, 5000} : new int[] {600}) {
      try (Child server = server("keepalive=" + keepAlive)) {
        String address = server.line();
        try (Child child =
            new Child(
                List.of(),
                classPath("ours-tencent"),
                "IdleGaps",
                address,
                "" + keepAlive,
                "" + callers,
                "" + calls)) {
          String[] columns = child.line().split("\t");
          say("| %d | %s | %s | %s |", keepAlive, columns[1], columns[3], columns[5]);
        }
      }
    }
  }

  private void weights() throws IOException {
    say("");
    say("### Jars");
    say("");
    say("| | KB |");
    say("|---|---|");
    for (String name :
        List.of(
            "ours-tencent",
            "ours-all",
            "okhttp",
            "sdk-tencent",
            "sdk-aliyun-tea",
            "sdk-aliyun-classic")) {
      say("| %s, with all it needs | %,d |", name, weight(classPath(name), ""));
    }
    say("| our own jars together | %,d |", weight(classPath("ours-all"), "0.2.0-SNAPSHOT.jar"));
  }

  /** This program's own jar is not counted. */
  private static long weight(String classPath, String suffix) throws IOException {
    long bytes = 0;
    for (String entry : classPath.split(java.io.File.pathSeparator)) {
      Path jar = Path.of(entry);
      if (entry.endsWith(suffix) && !jar.getFileName().toString().startsWith("benchmarks-")) {
        bytes += Files.size(jar);
      }
    }
    return bytes / 1024;
  }
}
