package io.cloudrelease.execution.find;

import io.cloudrelease.codes.OwnCodes;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.Intent;
import io.cloudrelease.spi.leftover.LeftoverAnswer;
import io.cloudrelease.spi.leftover.LeftoverCall;
import io.cloudrelease.spi.leftover.LeftoverItem;
import io.cloudrelease.spi.leftover.LeftoverListing;
import io.cloudrelease.spi.leftover.LeftoverQuery;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Has leftovers asked for, as many in a call as it takes. A call that one name spoils, or whose
 * answer is cut or does not add up, is halved until that name stands alone. Loop's thread only.
 */
final class LeftoverBatches {
  private final CallLoop loop;
  private final Intent intent;

  LeftoverBatches(CallLoop loop, Intent intent) {
    this.loop = loop;
    this.intent = intent;
  }

  /** Told once for each of the names asked for. */
  interface Told {

    /** All that there is. */
    void answered(List<String> subjects, List<LeftoverItem> items);

    /** What there is, perhaps not all of it, and why that is not known. */
    void unsure(List<String> subjects, List<LeftoverItem> items, ReleaseError why);
  }

  void ask(
      Home home,
      LeftoverListing listing,
      LeftoverCall call,
      Collection<String> subjects,
      Told told) {
    List<String> all = subjects.stream().distinct().toList();
    int most = call.action().maxBatch();
    for (int from = 0; from < all.size(); from += most) {
      batch(home, listing, call, all.subList(from, Math.min(all.size(), from + most)), told);
    }
  }

  private void batch(
      Home home, LeftoverListing listing, LeftoverCall call, List<String> names, Told told) {
    LeftoverQuery query = new LeftoverQuery(call, home.region(), names, intent);
    loop.add(
        new LeftoverRead(home.account(), listing, query),
        result -> answered(home, listing, call, names, told, result));
  }

  private void answered(
      Home home,
      LeftoverListing listing,
      LeftoverCall call,
      List<String> names,
      Told told,
      Result<LeftoverAnswer> result) {
    Set<String> asked = Set.copyOf(names);
    boolean cut =
        result
            .answer()
            .filter(answer -> !answer.isComplete() || !addsUp(answer, asked))
            .isPresent();
    boolean notFound = result.failedBy(ErrorCategory.NOT_FOUND);
    boolean spoiled = notFound || result.failedBy(ErrorCategory.INVALID_REQUEST);
    if ((cut || spoiled) && names.size() > 1) {
      int half = names.size() / 2;
      batch(home, listing, call, names.subList(0, half), told);
      batch(home, listing, call, names.subList(half, names.size()), told);
      return;
    }
    List<LeftoverItem> items =
        result.answer().stream()
            .flatMap(answer -> answer.items().stream())
            .filter(item -> asked.contains(item.subject()))
            .collect(Collectors.toList());
    if (cut) {
      told.unsure(names, items, cut(call));
    } else if (notFound || result.answer().isPresent()) {
      told.answered(names, items);
    } else {
      told.unsure(names, items, named(call, result.error()));
    }
  }

  /**
   * Whether each row stands once and belongs to what was asked about. One that does not took the
   * place of another, which then only seems to be gone.
   */
  private static boolean addsUp(LeftoverAnswer answer, Set<String> asked) {
    Set<Row> rows = new HashSet<>();
    return answer.items().stream()
        .allMatch(
            item ->
                asked.contains(item.subject()) && rows.add(new Row(item.name(), item.subject())));
  }

  /** What tells a row from another. */
  private record Row(String name, String subject) {}

  private static ReleaseError cut(LeftoverCall call) {
    return ReleaseError.of(
        ErrorCategory.UNAVAILABLE,
        OwnCodes.LIST_CHANGED,
        call.action().name()
            + ": there are more than one answer shows, or it shows others than were asked for");
  }

  /** Names the call and the right, so that whoever gives rights knows which one is missing. */
  private static ReleaseError named(LeftoverCall call, ReleaseError error) {
    String hint =
        error.category() == ErrorCategory.FORBIDDEN
            ? "not looked at; give the key the right " + call.right()
            : error.hint();
    return ReleaseError.of(
            error.category(), error.code(), call.action().name() + ": " + error.message())
        .hint(hint);
  }
}
