package io.cloudrelease.execution;

import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.Remedy;
import java.util.ArrayList;
import java.util.List;

/** How a refused batch is taken apart: as few more calls as what is known of it allows. */
final class Diagnosis {

  private Diagnosis() {}

  static List<List<Work>> parts(Cohort cohort, List<Work> survivors) {
    // A look found out who it was: the others can stand together again.
    if (cohort.foundCulprit() || survivors.size() == 1) {
      return List.of(survivors);
    }
    // Their charge types are known now, and batches are made by them.
    if (cohort.rule.remedy() == Remedy.REGROUP && groups(survivors) > 1) {
      return List.of(survivors);
    }
    // It passes: the whole again, a few times.
    if (cohort.rule.category() == ErrorCategory.BUSY && cohort.spendBusyRetry()) {
      return List.of(survivors);
    }
    List<Work> named =
        survivors.stream().filter(work -> cohort.named.contains(work.ref.id())).toList();
    if (!named.isEmpty() && named.size() < survivors.size()) {
      List<Work> others = new ArrayList<>(survivors);
      others.removeAll(named);
      return List.of(others, named);
    }
    int half = survivors.size() / 2;
    return List.of(survivors.subList(0, half), survivors.subList(half, survivors.size()));
  }

  private static long groups(List<Work> works) {
    return works.stream().map(work -> work.step).distinct().count();
  }
}
