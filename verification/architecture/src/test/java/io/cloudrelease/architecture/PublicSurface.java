package io.cloudrelease.architecture;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a module promises: the public and protected types and members of its exported packages, as
 * text. The three methods every object has are left out, and so are {@code values} and {@code
 * valueOf} of enums.
 */
final class PublicSurface {
  private static final Set<String> OF_EVERY_OBJECT =
      Set.of("equals(Object)", "hashCode()", "toString()");

  private static final String EVERYDAY_PACKAGE =
      "\\b(java\\.(lang|util|time)|io\\.cloudrelease(\\.[a-z]\\w*)*)\\.(?=[A-Z])";

  private PublicSurface() {}

  /** One line a type, followed by one indented line a member; both sorted. */
  static List<String> of(PublishedModule module) {
    return Stream.of(SurfacePart.values()).flatMap(part -> of(module, part).stream()).toList();
  }

  /** As the other, for one part of it. */
  static List<String> of(PublishedModule module, SurfacePart part) {
    Set<String> exported = module.exportedPackages();
    TreeMap<String, List<String>> types = new TreeMap<>();
    for (ClassFile file : module.classes()) {
      if (exported.contains(file.packageName())
          && SurfacePart.of(file.packageName()) == part
          && !file.name().endsWith("package-info")) {
        Class<?> type = load(file.name());
        if (isPromised(type)) {
          types.put(type.getTypeName(), describe(type));
        }
      }
    }
    return types.values().stream().flatMap(List::stream).toList();
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PublicSurface.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " is compiled but not on the class path", e);
    }
  }

  private static boolean isPromised(Class<?> type) {
    if (type.isAnonymousClass() || type.isLocalClass() || type.isSynthetic()) {
      return false;
    }
    Class<?> outer = type.getDeclaringClass();
    return outer == null
        ? Modifier.isPublic(type.getModifiers())
        : isPromised(outer) && isPromisedBy(outer, type.getModifiers());
  }

  /** Protected says something only where strangers can extend. */
  private static boolean isPromisedBy(Class<?> owner, int modifiers) {
    return Modifier.isPublic(modifiers)
        || (Modifier.isProtected(modifiers) && !Modifier.isFinal(owner.getModifiers()));
  }

  private static List<String> describe(Class<?> type) {
    Set<String> members = new TreeSet<>();
    // A public class also promises what it inherits from a superclass nobody can name.
    for (Class<?> owner = type;
        owner == type || (owner != null && !Modifier.isPublic(owner.getModifiers()));
        owner = owner.getSuperclass()) {
      addFields(type, owner, members);
      addMethods(type, owner, members);
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isPromisedMember(type, constructor)) {
        members.add(
            modifiers(constructor)
                + type.getSimpleName()
                + parameters(constructor)
                + thrown(constructor));
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(header(type));
    members.forEach(member -> lines.add("    " + member));
    return lines;
  }

  private static void addFields(Class<?> type, Class<?> owner, Set<String> members) {
    for (Field field : owner.getDeclaredFields()) {
      if (isPromisedMember(type, field)) {
        members.add(
            field.isEnumConstant()
                ? "constant " + field.getName()
                : modifiers(field) + text(field.getGenericType()) + " " + field.getName());
      }
    }
  }

  private static void addMethods(Class<?> type, Class<?> owner, Set<String> members) {
    for (Method method : owner.getDeclaredMethods()) {
      String call = method.getName() + parameters(method);
      boolean ofEveryEnum =
          type.isEnum() && (call.equals("values()") || call.equals("valueOf(String)"));
      if (isPromisedMember(type, method) && !OF_EVERY_OBJECT.contains(call) && !ofEveryEnum) {
        members.add(
            modifiers(method)
                + (method.isDefault() ? "default " : "")
                + typeParameters(method.getTypeParameters())
                + text(method.getGenericReturnType())
                + " "
                + call
                + thrown(method));
      }
    }
  }

  private static boolean isPromisedMember(Class<?> type, Member member) {
    return !member.isSynthetic() && isPromisedBy(type, member.getModifiers());
  }

  private static String header(Class<?> type) {
    String line =
        modifiers(type)
            + kind(type)
            + type.getName().replace('$', '.')
            + typeParameters(type.getTypeParameters()).stripTrailing();
    Class<?> superclass = type.getSuperclass();
    if (superclass != null && !type.isEnum() && !type.isRecord() && superclass != Object.class) {
      line += " extends " + text(type.getGenericSuperclass());
    }
    line += list(type.isInterface() ? " extends " : " implements ", type.getGenericInterfaces());
    return line + (type.isSealed() ? list(" permits ", type.getPermittedSubclasses()) : "");
  }

  private static String kind(Class<?> type) {
    if (type.isAnnotation()) {
      return "@interface ";
    } else if (type.isInterface()) {
      return "interface ";
    } else if (type.isEnum()) {
      return "enum ";
    }
    return type.isRecord() ? "record " : "class ";
  }

  private static String modifiers(Class<?> type) {
    int shown = Modifier.PUBLIC | Modifier.PROTECTED;
    if (!type.isInterface() && !type.isEnum() && !type.isRecord()) {
      shown |= Modifier.ABSTRACT | Modifier.FINAL | (type.isMemberClass() ? Modifier.STATIC : 0);
    }
    String text = Modifier.toString(type.getModifiers() & shown) + " ";
    return type.isSealed() ? text + "sealed " : text;
  }

  /** Members are public unless they say otherwise, those of an interface abstract as well. */
  private static String modifiers(Member member) {
    Class<?> owner = member.getDeclaringClass();
    int shown = Modifier.PROTECTED | Modifier.STATIC;
    if (!owner.isInterface()) {
      shown |= Modifier.ABSTRACT;
    }
    if (member instanceof Field || !Modifier.isFinal(owner.getModifiers())) {
      shown |= Modifier.FINAL;
    }
    String text = Modifier.toString(member.getModifiers() & shown);
    return text.isEmpty() ? "" : text + " ";
  }

  private static String parameters(Executable executable) {
    List<String> types = new ArrayList<>();
    for (Type type : executable.getGenericParameterTypes()) {
      types.add(text(type));
    }
    if (executable.isVarArgs()) {
      int last = types.size() - 1;
      types.set(last, types.get(last).replaceAll("\\[]$", "..."));
    }
    return "(" + String.join(", ", types) + ")";
  }

  private static String thrown(Executable executable) {
    return list(" throws ", executable.getGenericExceptionTypes());
  }

  private static String typeParameters(TypeVariable<?>[] variables) {
    if (variables.length == 0) {
      return "";
    }
    return Arrays.stream(variables)
        .map(
            variable -> {
              String bounds =
                  Arrays.stream(variable.getBounds())
                      .filter(bound -> bound != Object.class)
                      .map(PublicSurface::text)
                      .collect(joining(" & "));
              return variable.getName() + (bounds.isEmpty() ? "" : " extends " + bounds);
            })
        .collect(joining(", ", "<", "> "));
  }

  private static String list(String lead, Type[] types) {
    return types.length == 0
        ? ""
        : Arrays.stream(types).map(PublicSurface::text).sorted().collect(joining(", ", lead, ""));
  }

  /**
   * Short names for the JDK's everyday packages and for our own, where each simple name is used
   * once.
   */
  private static String text(Type type) {
    return type.getTypeName().replace('$', '.').replaceAll(EVERYDAY_PACKAGE, "");
  }
}
