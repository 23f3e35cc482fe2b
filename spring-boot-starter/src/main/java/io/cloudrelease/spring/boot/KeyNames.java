package io.cloudrelease.spring.boot;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.spi.setup.ProviderFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a configuration in the forms that Spring Boot allows: {@code mostPerHour} and {@code
 * MOSTPERHOUR} are {@code most-per-hour}, and a list may be one text with commas. Names of accounts
 * and of actions are left as they are. Immutable.
 */
final class KeyNames {
  private static final Pattern PLACE = Pattern.compile("[0-9]{1,9}");
  private static final Set<String> NAMES_BENEATH = Set.of("accounts", "rates");

  /** And the id of a key, which changes together with its secret. */
  private static final Set<String> SECRETS =
      Set.of("id", "secret", "token", "proxy-password", "password");

  private static final Set<String> LISTS =
      Set.of(
          "regions",
          "deny-tags",
          "require-tags",
          "deny-names",
          "require-names",
          "deny-states",
          "deny-instances",
          "allow-instances",
          "percents",
          "no-proxy",
          "trust-pem");

  private static final List<String> OTHERS =
      List.of(
          "allow-credential-commands",
          "expect-account",
          "session-name",
          "external-id",
          "release-only",
          "identity-provider",
          "token-file",
          "older-than",
          "younger-than",
          "check-groups",
          "most-per-request",
          "most-per-hour",
          "approval-above",
          "most-trouble-percent",
          "proxy-user",
          "proxy-password",
          "trust-store",
          "connect-timeout",
          "answer-timeout",
          "user-agent",
          "shutdown-wait");

  private final Map<String, String> known = new TreeMap<>();

  KeyNames() {
    LISTS.forEach(this::know);
    OTHERS.forEach(this::know);
    ServiceLoader.load(ProviderFactory.class)
        .forEach(kind -> kind.options().keySet().forEach(this::know));
  }

  private void know(String key) {
    known.put(plain(key), key);
  }

  private static String plain(String key) {
    return key.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  static boolean isSecret(String key) {
    return SECRETS.contains(key);
  }

  /** Whether that key, in any form, is one of a list. */
  static boolean isList(String key) {
    return LISTS.stream().anyMatch(list -> plain(list).equals(plain(key)));
  }

  /** That tree with keys as the configuration knows them, where it knows them, and with lists. */
  Map<String, Object> canonical(Map<?, ?> tree) {
    return canonical(tree, false);
  }

  private Map<String, Object> canonical(Map<?, ?> tree, boolean ofNames) {
    Map<String, Object> canonical = new LinkedHashMap<>();
    tree.forEach(
        (name, value) -> {
          String said = String.valueOf(name);
          String key = ofNames ? said : known.getOrDefault(plain(said), said);
          // What comes first is of the property source that wins.
          canonical.putIfAbsent(key, value(key, ofNames, value));
        });
    return canonical;
  }

  /** Spring does not tell them apart: each would have some of the other's keys. */
  private static void checkAccounts(Set<?> names) {
    Map<String, String> forms = new TreeMap<>();
    for (Object each : names) {
      String name = String.valueOf(each);
      String before = forms.putIfAbsent(plain(name), name);
      if (before != null) {
        throw new ConfigurationException(
            "cloudrelease.accounts."
                + before
                + " and "
                + name
                + " are one name to Spring, which knows no hyphens in variables, so give that"
                + " account a name without");
      }
    }
  }

  private Object value(String key, boolean isName, Object value) {
    if (value instanceof Map<?, ?> map) {
      // Names may be numbers; where a list is meant, they are places in it.
      List<@Nullable Object> list = !isName && LISTS.contains(key) ? list(map) : List.of();
      boolean names = !isName && NAMES_BENEATH.contains(key);
      if (names && key.equals("accounts")) {
        checkAccounts(map.keySet());
      }
      return list.isEmpty() ? canonical(map, names) : list;
    }
    return LISTS.contains(key) && value instanceof String text ? list(text) : value;
  }

  /** Spring tells [] by an empty text; any other text without an entry is no list. */
  private static Object list(String text) {
    List<String> list =
        Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .toList();
    // One that is no list stays a text, so that it is looked at whether it was meant as one.
    return list.isEmpty() && !text.isEmpty() ? "" : list.size() == 1 ? list.get(0) : list;
  }

  /** A list is bound as a map with the keys 0, 1, 2; empty where it is none, null for a gap. */
  private static List<@Nullable Object> list(Map<?, ?> map) {
    List<@Nullable Object> list = new ArrayList<>();
    boolean places =
        map.keySet().stream().allMatch(key -> PLACE.matcher(String.valueOf(key)).matches());
    for (int i = 0; places && i < map.size(); i++) {
      Object value = map.get(String.valueOf(i));
      list.add(value);
      // The first place that is missing is told of; what follows would have another one.
      places = value != null;
    }
    return list;
  }
}
