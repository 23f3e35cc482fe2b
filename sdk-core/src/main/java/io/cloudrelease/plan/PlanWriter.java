package io.cloudrelease.plan;

import io.cloudrelease.digest.Hashes;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.InstanceVerdict;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.outcome.PlannedBatch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a plan line by line, so that a large one is never in memory as text. */
final class PlanWriter {
  private static final byte[] END_OF_ROW = Hashes.utf8(",\n");
  private static final byte[] END_OF_LINE = {'\n'};

  private PlanWriter() {}

  private interface Lines {
    void add(String line) throws IOException;
  }

  /** The digest of all lines but that of the digest. */
  static String digest(MadePlan plan) {
    DigestOutputStream out =
        new DigestOutputStream(OutputStream.nullOutputStream(), Hashes.sha256());
    try {
      write(plan, out, "");
    } catch (IOException e) {
      throw new IllegalStateException("nothing was written anywhere", e);
    }
    return Hashes.hex(out.getMessageDigest().digest());
  }

  /** Beside the place, then moved there: whoever reads sees all of it or none. */
  static void write(MadePlan plan, String digest, Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(file + " is not a regular file");
    }
    Path folder = file.toAbsolutePath().getParent();
    // Such files are made for their owner alone.
    Path beside = Files.createTempFile(folder, "." + file.getFileName(), ".part");
    try {
      try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
        write(plan, out, digest);
        out.flush();
        channel.force(true);
      }
      move(beside, file);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void write(MadePlan plan, OutputStream out, String digest) throws IOException {
    line(out, PlanRows.FIRST);
    if (!digest.isEmpty()) {
      line(out, PlanRows.BEFORE_DIGEST + digest + PlanRows.AFTER_DIGEST);
    }
    line(out, PlanRows.BEFORE_HEAD + PlanRows.head(plan) + ",");
    line(out, PlanRows.BEFORE_ROWS);
    List<String> pending = new ArrayList<>(1);
    rows(
        plan,
        row -> {
          if (!pending.isEmpty()) {
            out.write(Hashes.utf8(pending.remove(0)));
            out.write(END_OF_ROW);
          }
          pending.add(row);
        });
    if (!pending.isEmpty()) {
      line(out, pending.get(0));
    }
    line(out, PlanRows.LAST);
  }

  private static void line(OutputStream out, String line) throws IOException {
    out.write(Hashes.utf8(line));
    out.write(END_OF_LINE);
  }

  private static void rows(MadePlan plan, Lines out) throws IOException {
    Map<InstanceRef, Integer> places = new HashMap<>();
    plan.request().instances().forEach(ref -> places.put(ref, places.size()));
    for (PlannedBatch batch : plan.batches()) {
      out.add(PlanRows.call(batch));
      for (InstanceRef ref : batch.instances()) {
        out.add(instance(PlanRows.SENT, plan, ref, places));
      }
    }
    for (InstanceRef ref : plan.waiting()) {
      out.add(instance(PlanRows.WAITING, plan, ref, places));
    }
    for (InstanceVerdict verdict : plan.excluded()) {
      out.add(PlanRows.stays(place(verdict.ref(), places), verdict));
    }
  }

  private static String instance(
      String kind, MadePlan plan, InstanceRef ref, Map<InstanceRef, Integer> places) {
    return PlanRows.instance(
        kind, place(ref, places), ref, plan.snapshots().get(ref), plan.collateral().get(ref));
  }

  private static int place(InstanceRef ref, Map<InstanceRef, Integer> places) {
    Integer place = places.get(ref);
    if (place == null) {
      throw new IllegalStateException("the plan names " + ref + ", and its request does not");
    }
    return place;
  }
}
