package io.cloudrelease.spring.boot;

import io.cloudrelease.error.ConfigurationException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;

/**
 * Keys that one property source has in two of the forms that Spring Boot takes for the same: it
 * would drop one of them, or mix two lists by their places, and say nothing.
 */
final class OneForm {
  private OneForm() {}

  static void check(Iterable<ConfigurationPropertySource> sources) {
    for (ConfigurationPropertySource source : sources) {
      if (source instanceof IterableConfigurationPropertySource named) {
        Map<ConfigurationPropertyName, String> forms = new HashMap<>();
        named.stream()
            .filter(WholeLists::isOurs)
            .map(WholeLists::list)
            .forEach(name -> check(forms, name));
      }
    }
  }

  private static void check(
      Map<ConfigurationPropertyName, String> forms, ConfigurationPropertyName name) {
    String said = said(name);
    String before = forms.putIfAbsent(name, said);
    if (before != null && !before.equals(said)) {
      throw new ConfigurationException(
          before + " and " + said + " are a key that stands there twice, leave one of them out");
    }
  }

  private static String said(ConfigurationPropertyName name) {
    return IntStream.range(0, name.getNumberOfElements())
        .mapToObj(i -> name.getElement(i, Form.ORIGINAL))
        .collect(Collectors.joining("."));
  }
}
