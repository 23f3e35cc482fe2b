import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens an HTML report in headless Chromium: pictures at 400 and 1400 pixels, light, dark and on paper; what it asked the network for, what
 * went wrong in it, how long its filter takes. Ends with 1 when something is not as it should be.
 *
 * <p>Usage: java LookAtReport.java REPORT.html FOLDER [name that must be shown as text]...
 */
final class LookAtReport implements WebSocket.Listener {
  private static final int SLOWEST_FILTER = 200;
  private static final String ROWS = "document.querySelectorAll('#rows tbody tr')";

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final StringBuilder part = new StringBuilder();
  private final List<String> wrong = new ArrayList<>();
  private WebSocket socket;
  private int calls;

  public static void main(String[] args) throws Exception {
    Path report = Path.of(args[0]).toAbsolutePath();
    Path folder = Files.createDirectories(Path.of(args[1]));
    Path profile = folder.resolve("profile").toAbsolutePath();
    Process chromium =
        new ProcessBuilder(
                "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
                "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    LookAtReport look = new LookAtReport();
    try {
      look.connect(chromium);
      look.open(report);
      look.hostileNames(List.of(args).subList(2, args.length));
      look.filter();
      look.pictures(folder);
    } finally {
      // The command is a script that starts the browser, which starts others.
      chromium.descendants().forEach(ProcessHandle::destroy);
      chromium.destroy();
      chromium.waitFor(10, TimeUnit.SECONDS);
    }
    look.wrong.forEach(line -> System.out.println("WRONG " + line));
    System.exit(look.wrong.isEmpty() ? 0 : 1);
  }

  private void connect(Process chromium) throws Exception {
    BufferedReader said = new BufferedReader(new InputStreamReader(chromium.getErrorStream(), StandardCharsets.UTF_8));
    Matcher port = null;
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      port = Pattern.compile("DevTools listening on ws://127.0.0.1:(\\d+)/").matcher(line);
      if (port.find()) {
        break;
      }
    }
    Thread rest =
        new Thread(
            () -> {
              try {
                said.transferTo(java.io.Writer.nullWriter());
              } catch (IOException ended) {
                // With the process.
              }
            });
    rest.setDaemon(true);
    rest.start();
    HttpClient client = HttpClient.newHttpClient();
    String pages =
        client
            .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + "/json/list")).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    String page = null;
    for (String one : pages.split("\\},")) {
      if (one.contains("\"type\": \"page\"")) {
        Matcher address = Pattern.compile("\"webSocketDebuggerUrl\": \"([^\"]+)\"").matcher(one);
        page = address.find() ? address.group(1) : null;
      }
    }
    socket = client.newWebSocketBuilder().buildAsync(URI.create(page), this).join();
    for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
      call(domain + ".enable", "");
    }
  }

  private void open(Path report) throws Exception {
    long begin = System.nanoTime();
    call("Page.navigate", "\"url\":\"" + report.toUri() + "\"");
    await("\"method\":\"Page.loadEventFired\"");
    System.out.printf(Locale.ROOT, "opened %,d bytes in %d ms%n", Files.size(report), (System.nanoTime() - begin) / 1_000_000);
    require(number("document.querySelectorAll('script').length") == 2, "more scripts than its own");
    require(number(ROWS + ".length") > 0, "no rows");
  }

  private void hostileNames(List<String> names) throws Exception {
    require(number("document.querySelectorAll('main img, main iframe, main a, td b b, td i').length") == 0, "markup of a cloud became elements");
    require(number("Number(/[\\u0000-\\u0008\\u001b\\u202a-\\u202e\\u2066-\\u2069\\u200b]/.test(document.body.innerText))") == 0, "an invisible character is in the page");
    for (String name : names) {
      String found = name.replace("\\", "\\\\").replace("\"", "\\\"").replace("'", "\\'");
      require(number("Number(document.querySelector('#rows').innerText.includes('" + found + "'))") == 1, "not shown as text: " + name);
    }
  }

  private void filter() throws Exception {
    long slowest = 0;
    for (String words : List.of("w", "web-9", "web-99 released", "nothing has this", "tencent 000", "")) {
      // The time until the new rows are laid out, which is more than the script's own.
      long took =
          number(
              "(()=>{const s=document.getElementById('search');const t=performance.now();s.value='" + words
                  + "';s.dispatchEvent(new Event('input'));document.body.offsetHeight;return Math.ceil(performance.now()-t)})()");
      System.out.printf("filter '%s': %d ms, %s%n", words, took, text("document.getElementById('found').textContent"));
      slowest = Math.max(slowest, took);
    }
    require(slowest <= SLOWEST_FILTER, "the filter took " + slowest + " ms");
    long paper = number("(()=>{const t=performance.now();dispatchEvent(new Event('beforeprint'));return Math.ceil(performance.now()-t)})()");
    System.out.printf("for paper: %d rows in %d ms%n", number(ROWS + ".length"), paper);
    call("Runtime.evaluate", "\"expression\":\"dispatchEvent(new Event('afterprint'))\"");
  }

  private void pictures(Path folder) throws Exception {
    for (String scheme : List.of("light", "dark")) {
      call("Emulation.setEmulatedMedia", "\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + scheme + "\"}]");
      for (int width : List.of(400, 1400)) {
        call("Emulation.setDeviceMetricsOverride", "\"width\":" + width + ",\"height\":1000,\"deviceScaleFactor\":1,\"mobile\":" + (width < 500));
        call("Runtime.evaluate", "\"expression\":\"document.querySelector('[data-language=" + (scheme.equals("dark") ? "zh" : "en") + "]').click()\"");
        require(number("document.documentElement.scrollWidth") <= width, "wider than " + width + " pixels");
        picture(folder.resolve(scheme + "-" + width + ".png"), false);
        call("Runtime.evaluate", "\"expression\":\"document.querySelectorAll('details').forEach(d=>d.open=true);document.querySelector('#timeline-section').scrollIntoView()\"");
        picture(folder.resolve(scheme + "-" + width + "-below.png"), false);
        call("Runtime.evaluate", "\"expression\":\"document.querySelectorAll('details').forEach(d=>d.open=false);scrollTo(0,0)\"");
      }
    }
    call("Emulation.setEmulatedMedia", "\"media\":\"print\",\"features\":[]");
    picture(folder.resolve("paper.png"), false);
    if (number("JSON.parse(document.getElementById('data').textContent).rows.length") > 1000) {
      return; // hundreds of sheets, for minutes
    }
    String answer = call("Page.printToPDF", "\"printBackground\":true");
    Files.write(folder.resolve("paper.pdf"), Base64.getDecoder().decode(member(answer, "data")));
  }

  private void picture(Path file, boolean whole) throws Exception {
    String answer = call("Page.captureScreenshot", "\"format\":\"png\",\"captureBeyondViewport\":" + whole);
    Files.write(file, Base64.getDecoder().decode(member(answer, "data")));
  }

  private long number(String expression) throws Exception {
    Matcher value = Pattern.compile("\"value\":(-?\\d+)").matcher(call("Runtime.evaluate", "\"returnByValue\":true,\"expression\":\"" + quoted(expression) + "\""));
    require(value.find(), "no number: " + expression);
    return Long.parseLong(value.group(1));
  }

  private String text(String expression) throws Exception {
    return member(call("Runtime.evaluate", "\"returnByValue\":true,\"expression\":\"" + quoted(expression) + "\""), "value");
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String member(String json, String name) {
    int from = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
    return json.substring(from, json.indexOf('"', from));
  }

  private String call(String method, String params) throws Exception {
    int id = ++calls;
    socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + params + "}}", true).join();
    String answer = await("{\"id\":" + id + ",");
    require(!answer.contains("\"exceptionDetails\"") && !answer.startsWith("{\"id\":" + id + ",\"error\""), method + " " + answer.substring(0, Math.min(300, answer.length())));
    return answer;
  }

  /** The first message with this in it; what the page tells meanwhile is listened to. */
  private String await(String what) throws Exception {
    while (true) {
      String message = messages.poll(60, TimeUnit.SECONDS);
      if (message == null) {
        throw new IOException("the browser does not answer: " + what);
      }
      if (message.contains("\"method\":\"Network.requestWillBeSent\"")) {
        Matcher url = Pattern.compile("\"url\":\"([^\"]+)\"").matcher(message);
        require(url.find() && url.group(1).matches("(file|about):.*"), "asks the network: " + message.substring(0, Math.min(300, message.length())));
      }
      if (message.contains("\"method\":\"Runtime.exceptionThrown\"") || message.contains("\"method\":\"Log.entryAdded\"")) {
        wrong.add(message.substring(0, Math.min(500, message.length())));
      }
      if (message.contains(what)) {
        return message;
      }
    }
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      wrong.add(otherwise);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      messages.add(part.toString());
      part.setLength(0);
    }
    from.request(1);
    return null;
  }
}
