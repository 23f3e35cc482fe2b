package io.cloudrelease.commandline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the tool writes, by how it begins. What was damaged beyond that is still what it began as.
 */
enum OwnForm {
  JOURNAL("\\{\"v\":"),
  EVIDENCE("\\{\"hash\":\""),
  PLAN("\\{\"schema\":\"cloudrelease-plan/"),
  HTML(
      "<!DOCTYPE html>\n<html lang=\"[A-Za-z-]+\">\n<head>\n<meta charset=\"utf-8\">\n<meta"
          + " http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
          + " 'sha256-"),
  MARKDOWN("# Release of [0-9]+ instances?: (not )?all good\n"),
  CSV("\"instance\",\"account\",\"region\",\"id\",\"name\",\"verdict\",");

  private static final int MOST_BYTES = 400;

  private final Pattern beginning;

  OwnForm(String beginning) {
    this.beginning = Pattern.compile(beginning);
  }

  /**
   * Whether such a one stands there, or the very beginning of one.
   *
   * @throws IOException when it cannot be read: then it may be anything
   */
  boolean isAt(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
      Matcher matcher = beginning.matcher(text);
      return !text.isEmpty() && (matcher.lookingAt() || matcher.hitEnd());
    }
  }
}
