package io.cloudrelease.architecture;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A method that calls another one, or reads or writes a field.
 *
 * @param by the class that does so, with dots
 * @param inMethod and its method; {@link #REFERENCE} where it is handed on as a method reference
 * @param how by which instruction
 * @param of the class of the method or the field
 * @param member its name
 */
record MemberUse(String by, String inMethod, How how, String of, String member) {
  static final String REFERENCE = "a method reference";

  enum How {
    CALL,
    READ,
    WRITE
  }

  boolean is(How wanted, String type, String name) {
    return how == wanted && of.equals(type) && member.equals(name);
  }

  /** {@code SendDesk.start}, for people. */
  String from() {
    return by.substring(by.lastIndexOf('.') + 1) + "." + inMethod;
  }

  static List<MemberUse> of(PublishedModule module, ClassFile file) {
    Path path = module.classesFolder().resolve(file.name().replace('.', '/') + ".class");
    try {
      return read(file.name(), Files.readAllBytes(path));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  /** Walks the methods of a class file as JVMS 4.6 and 4.7.3 lay them out. */
  private static List<MemberUse> read(String by, byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    Pool pool = Pool.read(in);
    List<MemberUse> uses = new ArrayList<>();
    for (int handle : pool.handles) {
      uses.add(pool.use(by, REFERENCE, How.CALL, handle));
    }
    in.skipBytes(6); // access, this, super
    in.skipBytes(2 * in.readUnsignedShort()); // interfaces
    for (int left = in.readUnsignedShort(); left > 0; left--) { // fields
      in.skipBytes(6);
      for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
        in.skipBytes(2);
        in.skipBytes(in.readInt());
      }
    }
    for (int left = in.readUnsignedShort(); left > 0; left--) {
      in.skipBytes(2);
      String method = pool.texts[in.readUnsignedShort()];
      in.skipBytes(2);
      for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
        boolean isCode = "Code".equals(pool.texts[in.readUnsignedShort()]);
        byte[] body = in.readNBytes(in.readInt());
        if (isCode) {
          uses.addAll(usesIn(by, method, body, pool));
        }
      }
    }
    return uses;
  }

  private static List<MemberUse> usesIn(String by, String method, byte[] body, Pool pool) {
    List<MemberUse> uses = new ArrayList<>();
    int start = 8; // the stack, the locals, the length of the code
    int end = start + int32(body, 4);
    for (int at = start; at < end; at += length(body, at, start)) {
      int index = (body[at + 1] & 0xff) << 8 | body[at + 2] & 0xff;
      switch (body[at] & 0xff) {
        case 178, 180 -> uses.add(pool.use(by, method, How.READ, index)); // getstatic, getfield
        case 179, 181 -> uses.add(pool.use(by, method, How.WRITE, index)); // putstatic, putfield
        case 182, 183, 184, 185 -> uses.add(pool.use(by, method, How.CALL, index)); // invoke
        default -> {}
      }
    }
    return uses;
  }

  /** How long the instruction is that stands there (JVMS 6.5). */
  private static int length(byte[] body, int at, int start) {
    int opcode = body[at] & 0xff;
    int aligned = at + 4 - (at - start) % 4;
    return switch (opcode) {
      case 170 -> // tableswitch
          aligned + 12 + 4 * (int32(body, aligned + 8) - int32(body, aligned + 4) + 1) - at;
      case 171 -> aligned + 8 + 8 * int32(body, aligned + 4) - at; // lookupswitch
      case 196 -> (body[at + 1] & 0xff) == 132 ? 6 : 4; // wide
      case 185, 186, 200, 201 -> 5;
      case 197 -> 4;
      case 17, 19, 20, 132, 187, 189, 192, 193, 198, 199 -> 3;
      case 16, 18, 169, 188 -> 2;
      default -> {
        boolean local = opcode >= 21 && opcode <= 25 || opcode >= 54 && opcode <= 58;
        boolean jump = opcode >= 153 && opcode <= 168;
        boolean member = opcode >= 178 && opcode <= 184;
        yield local ? 2 : jump || member ? 3 : 1;
      }
    };
  }

  private static int int32(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | bytes[at + 3] & 0xff;
  }

  /** What the instructions point at. */
  private record Pool(String[] texts, int[] first, int[] second, List<Integer> handles) {

    static Pool read(DataInputStream in) throws IOException {
      in.skipBytes(8); // magic, minor, major
      int count = in.readUnsignedShort();
      Pool pool = new Pool(new String[count], new int[count], new int[count], new ArrayList<>());
      for (int index = 1; index < count; index++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> pool.texts[index] = in.readUTF();
          case 7 -> pool.first[index] = in.readUnsignedShort();
          case 9, 10, 11, 12 -> {
            pool.first[index] = in.readUnsignedShort();
            pool.second[index] = in.readUnsignedShort();
          }
          case 15 -> {
            in.skipBytes(1);
            pool.handles.add(in.readUnsignedShort());
          }
          case 3, 4, 17, 18 -> in.skipBytes(4);
          case 5, 6 -> {
            in.skipBytes(8);
            index++; // long and double take two places
          }
          case 8, 16, 19, 20 -> in.skipBytes(2);
          default -> throw new IOException("unknown constant pool tag " + tag);
        }
      }
      return pool;
    }

    MemberUse use(String by, String inMethod, How how, int index) {
      String of = texts[first[first[index]]].replace('/', '.');
      return new MemberUse(by, inMethod, how, of, texts[first[second[index]]]);
    }
  }
}
