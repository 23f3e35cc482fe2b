package io.cloudrelease.spring.boot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * Property sources of which the first that has a list has all of it, as everywhere in Spring Boot.
 * Bound to a map, the entries of all would be mixed by their places, and a list that allows would
 * allow what none of them says.
 */
final class WholeLists {
  private static final ConfigurationPropertyName OURS =
      ConfigurationPropertyName.of("cloudrelease");

  private WholeLists() {}

  static List<ConfigurationPropertySource> of(Iterable<ConfigurationPropertySource> sources) {
    Set<ConfigurationPropertyName> found = new HashSet<>();
    List<ConfigurationPropertySource> whole = new ArrayList<>();
    for (ConfigurationPropertySource source : sources) {
      Set<ConfigurationPropertyName> before = Set.copyOf(found);
      whole.add(source.filter(name -> !before.contains(list(name))));
      if (source instanceof IterableConfigurationPropertySource named) {
        named.stream()
            .filter(WholeLists::isOurs)
            .map(WholeLists::list)
            .filter(name -> KeyNames.isList(name.getLastElement(Form.UNIFORM)))
            .forEach(found::add);
      }
    }
    return whole;
  }

  static boolean isOurs(ConfigurationPropertyName name) {
    return OURS.isAncestorOf(name);
  }

  /** The list of which that name is an entry; other names are left as they are. */
  static ConfigurationPropertyName list(ConfigurationPropertyName name) {
    boolean isEntry =
        !name.isEmpty() && name.getLastElement(Form.UNIFORM).chars().allMatch(Character::isDigit);
    return isEntry ? name.getParent() : name;
  }
}
