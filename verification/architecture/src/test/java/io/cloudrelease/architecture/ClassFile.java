package io.cloudrelease.architecture;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A compiled class and every type its constant pool names. The pool is read rather than the source
 * because a fully qualified use, a cast, a caught exception or a type argument all leave a name in
 * it, with or without an import.
 *
 * @param name the class, with dots
 * @param uses the types it names, with dots, sorted
 */
record ClassFile(String name, Set<String> uses) {

  /** A type inside a descriptor or a generic signature: {@code Ljava/util/List<Lfoo/Bar;>;}. */
  private static final Pattern TYPE = Pattern.compile("L((?:[\\w$]+/)+[\\w$]+)[;<.]");

  private static final Pattern PLAIN_CLASS = Pattern.compile("(?:[\\w$]+/)+[\\w$-]+");

  String packageName() {
    return packageOf(name);
  }

  static String packageOf(String type) {
    return type.substring(0, type.lastIndexOf('.'));
  }

  static ClassFile read(Path root, Path file) {
    String path = root.relativize(file).toString().replace('\\', '/');
    String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
    try {
      return new ClassFile(name, typesNamedIn(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Walks the constant pool as JVMS 4.4 lays it out. */
  static Set<String> typesNamedIn(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    in.skipBytes(8); // magic, minor, major
    int count = in.readUnsignedShort();
    String[] texts = new String[count];
    List<Integer> classes = new ArrayList<>();
    for (int index = 1; index < count; index++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts[index] = in.readUTF();
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipBytes(4);
        case 5, 6 -> {
          in.skipBytes(8);
          index++; // long and double take two places
        }
        case 7 -> classes.add(in.readUnsignedShort());
        case 8, 16, 19, 20 -> in.skipBytes(2);
        case 15 -> in.skipBytes(3);
        default -> throw new IOException("unknown constant pool tag " + tag);
      }
    }
    Set<String> types = new TreeSet<>();
    for (int index : classes) {
      if (PLAIN_CLASS.matcher(texts[index]).matches()) {
        types.add(texts[index].replace('/', '.'));
      }
    }
    for (String text : texts) {
      for (Matcher m = TYPE.matcher(text == null ? "" : text); m.find(); ) {
        types.add(m.group(1).replace('/', '.'));
      }
    }
    return types;
  }
}
