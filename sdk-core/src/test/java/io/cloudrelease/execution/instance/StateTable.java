package io.cloudrelease.execution.instance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The states that were reached, each once, and on which way first. */
final class StateTable {
  private static final int LIFE_BITS = 24;
  private static final int JOURNAL_BITS = 18;
  private static final int TRUTH_BITS = 20;

  private final Numbered<InstanceLife> lives = new Numbered<>(LIFE_BITS);
  private final Numbered<InstanceLife> journals = new Numbered<>(JOURNAL_BITS);
  private final Numbered<Truth> truths = new Numbered<>(TRUTH_BITS);
  private long[] slots = new long[1 << 16];
  private long[] keys = new long[1 << 14];
  private int[] parents = new int[1 << 14];
  private short[] steps = new short[1 << 14];
  private int size;

  int size() {
    return size;
  }

  int parent(int index) {
    return parents[index];
  }

  int step(int index) {
    return steps[index];
  }

  /** Keeps a state that was not reached before. */
  void add(ProtocolChecker.State state, int parent, int step) {
    long key = key(state);
    int slot = slot(key);
    if (slots[slot] != 0) {
      return;
    }
    slots[slot] = key + 1;
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      parents = Arrays.copyOf(parents, size * 2);
      steps = Arrays.copyOf(steps, size * 2);
    }
    keys[size] = key;
    parents[size] = parent;
    steps[size] = (short) step;
    size++;
    if (size * 2 > slots.length) {
      grow();
    }
  }

  private int slot(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & (slots.length - 1);
    while (slots[slot] != 0 && slots[slot] != key + 1) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private void grow() {
    slots = new long[slots.length * 4];
    for (int i = 0; i < size; i++) {
      slots[slot(keys[i])] = keys[i] + 1;
    }
  }

  private long key(ProtocolChecker.State state) {
    long key = lives.number(state.life());
    key =
        (key << JOURNAL_BITS)
            | (state.journal() == null ? 0 : journals.number(state.journal()) + 1);
    key = (key << TRUTH_BITS) | truths.number(state.truth());
    return (key << 2) | (state.inBatch() ? 2 : 0) | (state.token() ? 1 : 0);
  }

  ProtocolChecker.State state(int index) {
    long key = keys[index];
    boolean token = (key & 1) != 0;
    boolean inBatch = (key & 2) != 0;
    key >>>= 2;
    Truth truth = truths.of((int) (key & ((1 << TRUTH_BITS) - 1)));
    key >>>= TRUTH_BITS;
    int journal = (int) (key & ((1 << JOURNAL_BITS) - 1));
    key >>>= JOURNAL_BITS;
    @Nullable InstanceLife written = journal == 0 ? null : journals.of(journal - 1);
    return new ProtocolChecker.State(lives.of((int) key), written, truth, inBatch, token);
  }

  /** Values with a number each. */
  private static final class Numbered<T> {
    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> values = new ArrayList<>();
    private final int most;

    Numbered(int bits) {
      this.most = (1 << bits) - 2;
    }

    int number(T value) {
      Integer known = numbers.get(value);
      if (known != null) {
        return known;
      }
      if (values.size() >= most) {
        throw new IllegalStateException("more than " + most + " " + value.getClass());
      }
      numbers.put(value, values.size());
      values.add(value);
      return values.size() - 1;
    }

    T of(int number) {
      return values.get(number);
    }
  }
}
