package io.cloudrelease.architecture;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A module users get, seen through its compiled classes. */
enum PublishedModule {
  SDK_CORE("sdk-core"),
  PROVIDER_ZENLAYER("provider-zenlayer"),
  PROVIDER_TENCENT("provider-tencent"),
  PROVIDER_ALIYUN("provider-aliyun"),
  STORE_JDBC("store-jdbc"),
  SPRING_BOOT_STARTER("spring-boot-starter"),
  SDK_TESTKIT("sdk-testkit"),
  SDK_TESTKIT_JUNIT("sdk-testkit-junit"),
  SDK_TESTKIT_WIREMOCK("sdk-testkit-wiremock");

  /** Surefire runs in the module's folder. */
  static final Path REPOSITORY = Path.of("..", "..").toAbsolutePath().normalize();

  final String artifactId;

  PublishedModule(String artifactId) {
    this.artifactId = artifactId;
  }

  boolean isProvider() {
    return artifactId.startsWith("provider-");
  }

  Path classesFolder() {
    return REPOSITORY.resolve(artifactId).resolve("target").resolve("classes");
  }

  /** The file that holds its public surface, or a part of it. */
  Path apiFile(SurfacePart part) {
    return REPOSITORY.resolve("api").resolve(artifactId + part.suffix + ".api");
  }

  List<ClassFile> classes() {
    if (!Files.isDirectory(classesFolder())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(classesFolder())) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !file.getFileName().toString().equals("module-info.class"))
          .map(file -> ClassFile.read(classesFolder(), file))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Set<String> packages() {
    return classes().stream().map(ClassFile::packageName).collect(toCollection(TreeSet::new));
  }

  Optional<ModuleDescriptor> descriptor() {
    Path file = classesFolder().resolve("module-info.class");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(ModuleDescriptor.read(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The packages that this module may use: those for everyone, and those for it by name. */
  Set<String> packagesOpenTo(PublishedModule user) {
    String name = user.descriptor().map(ModuleDescriptor::name).orElse("");
    return descriptor().stream()
        .flatMap(descriptor -> descriptor.exports().stream())
        .filter(export -> !export.isQualified() || export.targets().contains(name))
        .map(ModuleDescriptor.Exports::source)
        .collect(toCollection(TreeSet::new));
  }

  /** The packages it exports to everyone. */
  Set<String> exportedPackages() {
    return descriptor().stream()
        .flatMap(descriptor -> descriptor.exports().stream())
        .filter(export -> !export.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .collect(toCollection(TreeSet::new));
  }
}
