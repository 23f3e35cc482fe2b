package io.cloudrelease.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No link leads nowhere: neither to a page or file of the repository, nor to a part of a page. */
class PageLinksTest {
  static List<Page> pages() {
    return Page.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void links_lead_to_what_is_there(Page page) {
    List<String> dead = new ArrayList<>();
    for (String link : page.links()) {
      if (!link.contains("://") && !leadsSomewhere(page, link)) {
        dead.add(link);
      }
    }
    assertThat(dead).as("dead links of %s", page).isEmpty();
  }

  private static boolean leadsSomewhere(Page page, String link) {
    int hash = link.indexOf('#');
    String path = hash < 0 ? link : link.substring(0, hash);
    Path target = path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
    return Files.exists(target)
        && target.startsWith(PublishedModule.REPOSITORY)
        && (hash < 0 || Page.of(target).anchors().contains(link.substring(hash + 1)));
  }

  @Test
  void every_page_for_users_is_reached_from_the_readme_in_its_language() {
    for (String language : List.of("", ".zh-CN")) {
      Page readme = Page.of(PublishedModule.REPOSITORY.resolve("README" + language + ".md"));
      for (Page page : pages()) {
        String name = page.toString();
        boolean chinese = name.contains(".zh-CN.");
        if (name.startsWith("docs/")
            && !name.startsWith("docs/decisions/")
            && chinese != language.isEmpty()) {
          assertThat(readme.links()).as("links of %s", readme).contains(name);
        }
      }
    }
  }
}
