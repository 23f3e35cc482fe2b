package io.cloudrelease.commandline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudrelease.config.StoreConfig;
import io.cloudrelease.credentials.Secret;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.store.jdbc.JdbcStore;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The store of several machines, by its JDBC URL. The driver is the user's, in files of their own.
 *
 * @param url where it is; {@code ${env:NAME}} in it stands for a variable
 * @param drivers the files of the driver; empty for the class path
 * @param configured who to be there, where a configuration file names the store
 * @param said where that was said, for messages: the option, or file, line and key
 */
record Store(String url, List<Path> drivers, Optional<StoreConfig> configured, String said) {
  private static final String LOGIN_SECONDS = "10";
  private static final String DRIVER_VARIABLE = "CLOUDRELEASE_DRIVER_PATH";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:([A-Za-z0-9_]+)\\}");
  private static final Pattern PASSWORD =
      Pattern.compile("//[^?;]*:[^?;]*@|password=(?!\\$\\{env:)", Pattern.CASE_INSENSITIVE);

  Store {
    Objects.requireNonNull(url, "url");
    drivers = List.copyOf(drivers);
    Objects.requireNonNull(configured, "configured");
    Objects.requireNonNull(said, "said");
  }

  /** One that was typed. */
  Store(String url, List<Path> drivers) {
    this(url, drivers, Optional.empty(), Recording.STORE);
  }

  /** That of a configuration file. */
  static Store of(StoreConfig config, String said) {
    return new Store(config.url(), List.of(), Optional.of(config), said);
  }

  /** What has to be typed to mean it: nothing for the one that the configuration names. */
  List<String> args() {
    if (configured.isPresent()) {
      return List.of();
    }
    List<String> args = new ArrayList<>(List.of(Recording.STORE, url));
    if (!drivers.isEmpty()) {
      args.add(Recording.DRIVER);
      args.add(String.join(File.pathSeparator, drivers.stream().map(Path::toString).toList()));
    }
    return List.copyOf(args);
  }

  /** Whether a password stands in that URL, where everybody on the machine can read it. */
  static boolean showsPassword(String url) {
    return PASSWORD.matcher(url).find();
  }

  /**
   * Opens it.
   *
   * @throws UsageException when there is no driver for it, or it cannot be used
   */
  JdbcStore open(Session session) throws UsageException {
    Environment environment = session.surroundings().environment();
    String whole = filled(environment);
    Properties login = new Properties();
    put(login, "user", environment.variable("PGUSER"), whole);
    put(login, "password", environment.variable("PGPASSWORD"), whole);
    configured.ifPresent(
        known -> {
          put(login, "user", known.user(), whole);
          put(login, "password", known.password().map(Secret::reveal).orElse(""), whole);
        });
    login.setProperty("ApplicationName", Session.NAME);
    // One that takes the connection and says nothing is as good as away.
    put(login, "loginTimeout", LOGIN_SECONDS, whole);
    StoreConnections connections = new StoreConnections(driver(environment, whole), whole, login);
    try {
      return JdbcStore.on(connections);
    } catch (ConfigurationException unusable) {
      throw new UsageException(
          Message.of("store.unusable", said, shown(), String.valueOf(unusable.getMessage())));
    }
  }

  private static void put(Properties login, String name, String value, String url) {
    if (!value.isEmpty() && !url.matches(".*[?&;]" + name + "=.*")) {
      login.setProperty(name, value);
    }
  }

  /** Without what follows the name of the database, and without who logs in. */
  String shown() {
    return url.split("[?;]", 2)[0].replaceFirst("//.*@", "//...@");
  }

  private String filled(Environment environment) throws UsageException {
    StringBuilder whole = new StringBuilder();
    Matcher variable = VARIABLE.matcher(url);
    while (variable.find()) {
      String value = environment.variable(variable.group(1));
      if (value.isEmpty()) {
        throw new UsageException(Message.of("store.no-variable", said, variable.group(1)));
      }
      // Among the parameters it is one value, whatever it holds.
      boolean parameter = url.lastIndexOf('?', variable.start()) >= 0;
      String put = parameter ? URLEncoder.encode(value, UTF_8).replace("+", "%20") : value;
      variable.appendReplacement(whole, Matcher.quoteReplacement(put));
    }
    if (VARIABLE.matcher(url).replaceAll("").contains("${")) {
      throw new UsageException(Message.of("store.other-reference", said));
    }
    return variable.appendTail(whole).toString();
  }

  private Driver driver(Environment environment, String whole) throws UsageException {
    List<Path> files = new ArrayList<>(drivers);
    String told = environment.variable(DRIVER_VARIABLE);
    if (files.isEmpty() && !told.isEmpty()) {
      files.addAll(Values.paths(told));
    }
    for (Path file : files) {
      if (!Files.isReadable(file)) {
        throw new UsageException(
            Message.of(
                "store.no-file", drivers.isEmpty() ? DRIVER_VARIABLE : Recording.DRIVER, file));
      }
    }
    try {
      for (Driver driver : ServiceLoader.load(Driver.class, loader(files))) {
        if (driver.acceptsURL(whole)) {
          return driver;
        }
      }
    } catch (SQLException | ServiceConfigurationError broken) {
      throw new UsageException(
          Message.of("store.unusable", said, shown(), String.valueOf(broken.getMessage())));
    }
    throw new UsageException(
        files.isEmpty()
            ? Message.of("store.no-driver", shown())
            : Message.of(
                "store.other-driver",
                drivers.isEmpty() ? DRIVER_VARIABLE : Recording.DRIVER,
                shown()));
  }

  /** Kept open as long as the process: classes of the driver are loaded until its end. */
  private static ClassLoader loader(List<Path> files) {
    ClassLoader own = Store.class.getClassLoader();
    return files.isEmpty() ? own : new URLClassLoader(urls(files), own);
  }

  private static URL[] urls(List<Path> files) {
    return files.stream()
        .map(
            file -> {
              try {
                return file.toUri().toURL();
              } catch (MalformedURLException never) {
                throw new IllegalArgumentException(file.toString(), never);
              }
            })
        .toArray(URL[]::new);
  }
}
