package io.cloudrelease.aliyun.credentials;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A command that prints keys as JSON; run without a shell, for 60 seconds at most. */
final class ExternalCommand {
  private static final int LONGEST_SECONDS = 60;
  private static final int LARGEST = 64 << 10;

  /** What may be told of what a command printed. */
  private ExternalCommand() {}

  static Credentials run(String where, String command) {
    byte[] printed = printed(where, split(where, command));
    JsonValue keys =
        JsonValue.parse(printed)
            .filter(JsonValue::isObject)
            .orElseThrow(
                () -> new ConfigurationException("the command of " + where + " printed no JSON"));
    checkMode(where, keys);
    String id = keys.text("access_key_id");
    String secret = keys.text("access_key_secret");
    String token = keys.text("sts_token");
    if (id.isBlank() || secret.isBlank()) {
      throw new ConfigurationException("the command of " + where + " printed no whole keys");
    }
    Credentials credentials =
        token.isBlank() ? Credentials.ofKey(id, secret) : Credentials.ofSession(id, secret, token);
    JsonValue end = keys.get("expiration");
    if (end.text().isEmpty() && !end.isObject() && !end.isArray()) {
      return credentials;
    }
    // Keys whose end is not known would be taken for such as never end.
    return credentials.expiringAt(
        keys.instant("expiration")
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "the command of "
                            + where
                            + " printed an expiration that is no time such as"
                            + " 2026-11-20T09:00:00Z")));
  }

  /**
   * Other modes name a role, or a further source: the keys that stand beside it have other rights.
   */
  private static void checkMode(String where, JsonValue keys) {
    String mode = keys.text("mode");
    boolean session = mode.equalsIgnoreCase("StsToken");
    if (!mode.isEmpty() && !session && !mode.equalsIgnoreCase("AK")) {
      throw new ConfigurationException(
          "the command of "
              + where
              + " printed "
              + Word.shown("mode", mode)
              + "; it has to print keys, as mode AK or StsToken");
    }
    if (session && keys.text("sts_token").isBlank()) {
      throw new ConfigurationException(
          "the command of " + where + " printed mode StsToken without sts_token");
    }
  }

  private static byte[] printed(String where, List<String> arguments) {
    Process process;
    try {
      process =
          new ProcessBuilder(arguments).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
    } catch (IOException notStarted) {
      throw new ConfigurationException("the command of " + where + " cannot be run", notStarted);
    }
    FutureTask<byte[]> reading = new FutureTask<>(() -> read(process));
    Thread thread = new Thread(reading, "cloudrelease-command");
    thread.setDaemon(true);
    thread.start();
    try {
      byte[] bytes = reading.get(LONGEST_SECONDS, TimeUnit.SECONDS);
      boolean ended = process.waitFor(1, TimeUnit.SECONDS);
      if (bytes.length > LARGEST || !ended || process.exitValue() != 0) {
        throw new ConfigurationException(
            "the command of "
                + where
                + (bytes.length > LARGEST
                    ? " printed too much"
                    : ended ? " ended with " + process.exitValue() : " did not end"));
      }
      return bytes;
    } catch (TimeoutException | ExecutionException failed) {
      throw new ConfigurationException("the command of " + where + " did not end", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException("interrupted while running a command", stopped);
    } finally {
      // What it started holds its output open, and would stay.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static byte[] read(Process process) throws IOException {
    try (InputStream out = process.getInputStream()) {
      return out.readNBytes(LARGEST + 1);
    }
  }

  /** Words as a shell would split them, and nothing else of a shell. */
  static List<String> split(String where, String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int i = 0; i < command.length(); i++) {
      char c = command.charAt(i);
      boolean escapes = c == '\\' && quote != '\'' && i + 1 < command.length();
      if (escapes && (quote == 0 || "\"\\$`".indexOf(command.charAt(i + 1)) >= 0)) {
        word.append(command.charAt(++i));
        begun = true;
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        begun = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (quote != 0) {
      throw new ConfigurationException("the command of " + where + " has an open quote");
    }
    if (begun) {
      words.add(word.toString());
    }
    if (words.isEmpty()) {
      throw new ConfigurationException("the command of " + where + " is empty");
    }
    return words;
  }
}
