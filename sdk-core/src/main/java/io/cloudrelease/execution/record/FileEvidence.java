package io.cloudrelease.execution.record;

import io.cloudrelease.files.OwnFiles;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.json.ChainedLines;
import io.cloudrelease.model.Evidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evidence that is written line by line, and not held in memory. */
final class FileEvidence implements EvidenceLog {
  private static final Logger LOG = LoggerFactory.getLogger(FileEvidence.class);

  private final Path file;
  private final Writer writer;
  private final ChainedLines.Chain chain = new ChainedLines.Chain();
  private Optional<IOException> failure = Optional.empty();

  private FileEvidence(Path file, Writer writer) {
    this.file = file;
    this.writer = writer;
  }

  /** In a new file that only its owner may read. */
  static FileEvidence create(Path file) throws IOException {
    Path made = OwnFiles.create(file);
    return new FileEvidence(made, Files.newBufferedWriter(made, StandardCharsets.UTF_8));
  }

  @Override
  public void add(JournalEntry entry) {
    if (failure.isPresent()) {
      return;
    }
    try {
      chain.write(entry.toJson(), writer);
      writer.flush();
    } catch (IOException e) {
      // The verdicts are no less true for it; Evidence.verify names what is missing.
      failure = Optional.of(e);
      LOG.warn("the evidence in {} ends here: {}", file, e.toString());
    }
  }

  @Override
  public Optional<IOException> failure() {
    return failure;
  }

  @Override
  public Evidence evidence() {
    String head = chain.head();
    return new Evidence() {
      @Override
      public String toJsonLines() {
        try {
          return Files.readString(file);
        } catch (IOException e) {
          throw new UncheckedIOException("the evidence in " + file + " cannot be read", e);
        }
      }

      @Override
      public String head() {
        return head;
      }

      @Override
      public Optional<Path> file() {
        return Optional.of(file);
      }
    };
  }

  @Override
  public void discard() {
    close();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("the evidence in {} could not be removed: {}", file, e.toString());
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      LOG.warn("the evidence in {} could not be closed: {}", file, e.toString());
    }
  }
}
