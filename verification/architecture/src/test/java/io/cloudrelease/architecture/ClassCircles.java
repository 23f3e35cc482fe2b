package io.cloudrelease.architecture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The circles among classes: each a largest set of them of which every one reaches every other. A
 * nested class counts as the one it stands in.
 */
final class ClassCircles {
  private final Map<String, Set<String>> uses = new TreeMap<>();

  ClassCircles(Collection<ClassFile> files) {
    Set<String> ours = new HashSet<>();
    files.forEach(file -> ours.add(outermost(file.name())));
    for (ClassFile file : files) {
      String name = outermost(file.name());
      Set<String> used = uses.computeIfAbsent(name, n -> new TreeSet<>());
      file.uses().stream().map(ClassCircles::outermost).filter(ours::contains).forEach(used::add);
      used.remove(name);
    }
  }

  static String outermost(String name) {
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }

  /** Each circle with the uses that make it one, for people. */
  List<String> found() {
    List<String> circles = new ArrayList<>();
    Set<String> told = new HashSet<>();
    for (String name : uses.keySet()) {
      Set<String> circle = new TreeSet<>(reachedFrom(name));
      circle.removeIf(other -> !reachedFrom(other).contains(name));
      if (circle.contains(name) && told.addAll(circle)) {
        circles.add(shown(circle));
      }
    }
    return circles;
  }

  private Set<String> reachedFrom(String start) {
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(uses.getOrDefault(start, Set.of()));
    while (!open.isEmpty()) {
      String next = open.remove();
      if (reached.add(next)) {
        open.addAll(uses.getOrDefault(next, Set.of()));
      }
    }
    return reached;
  }

  private String shown(Set<String> circle) {
    List<String> lines = new ArrayList<>();
    for (String name : circle) {
      Set<String> inside = new TreeSet<>(uses.getOrDefault(name, Set.of()));
      inside.retainAll(circle);
      lines.add(name + " -> " + inside);
    }
    return String.join("\n", lines);
  }
}
