package io.cloudrelease.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.slf4j.LoggerFactory;

/**
 * What one library costs a program that starts: it reads one small answer, writes one log line, or
 * makes one client, and ends. Measured from outside, beside a program that does nothing.
 *
 * <p>Argument: the part.
 */
public final class ColdParts {
  static final List<String> ALL =
      List.of(
          "nothing",
          "slf4j",
          "jackson-core",
          "jackson-jr",
          "jackson-databind",
          "kotlin and okio",
          "okhttp client");

  private static final String ANSWER =
      "{\"Response\":{\"Error\":{\"Code\":\"InvalidInstanceId.NotFound\",\"Message\":\"gone\"},"
          + "\"RequestId\":\"3f2b4c8e-0000-4000-8000-100000000000\"}}";

  private ColdParts() {}

  /** As a mapper would be given it. */
  public static final class Answer {
    public Map<String, Object> Response;
  }

  public static void main(String[] args) throws IOException {
    int length =
        switch (args[0]) {
          case "nothing" -> 1;
          case "slf4j" -> {
            LoggerFactory.getLogger(ColdParts.class).debug("released {}", 1);
            yield 1;
          }
          case "jackson-core" -> tokens();
          case "jackson-jr" -> JSON.std.mapFrom(ANSWER).size();
          case "jackson-databind" ->
              new ObjectMapper().readValue(ANSWER, Answer.class).Response.size();
          case "kotlin and okio" ->
              new Buffer().writeString(ANSWER, StandardCharsets.UTF_8).readUtf8().length();
          case "okhttp client" -> new OkHttpClient.Builder().build().interceptors().size() + 1;
          default -> throw new IllegalArgumentException("no part " + args[0]);
        };
    System.exit(length > 0 ? 0 : 1);
  }

  private static int tokens() throws IOException {
    int tokens = 0;
    try (JsonParser parser = new JsonFactory().createParser(ANSWER)) {
      while (parser.nextToken() != null) {
        tokens++;
      }
    }
    return tokens;
  }
}
