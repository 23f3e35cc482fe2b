import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Draws what a program said as a terminal, in SVG:
 *
 * <pre>java -jar examples/target/demo.jar 2>/dev/null | java docs/pictures/Picture.java 'mvn -q -Pdemo' 'One verdict for each' > docs/pictures/demo.svg</pre>
 *
 * <p>The first argument is what was typed, the second the beginning of the first line that is shown.
 */
class Picture {
  private static final int LINE = 19;
  private static final double CELL = 8.43;
  private static final int EDGE = 18;

  public static void main(String[] args) throws IOException {
    String said = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    List<String> lines =
        said.lines().dropWhile(line -> !line.startsWith(args[1])).map(String::stripTrailing).toList();
    int columns = lines.stream().mapToInt(String::length).max().orElse(1);
    int width = (int) (columns * CELL) + 2 * EDGE;
    int height = (lines.size() + 2) * LINE + 2 * EDGE + 20;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" aria-label="The end of the demo's output">
        <style>
        text { font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #d7dde5; white-space: pre }
        .typed { fill: #8fd18f } .good { fill: #8fd18f } .bad { fill: #f0a58f } .told { fill: #93a4b8 }
        </style>
        <rect width="100%%" height="100%%" rx="10" fill="#161b22"/>
        <circle cx="22" cy="20" r="6" fill="#f0655a"/><circle cx="42" cy="20" r="6" fill="#f5bd4f"/><circle cx="62" cy="20" r="6" fill="#61c454"/>
        """
            .formatted(width, height));
    int y = EDGE + 20 + LINE;
    line(svg, y, "typed", "$ " + args[0]);
    for (String line : lines) {
      y += LINE;
      line(svg, y, kind(line), line);
    }
    System.out.print(svg.append("</svg>\n"));
  }

  private static String kind(String line) {
    String text = line.strip();
    if (text.matches("(RELEASED|RECYCLED|ACCEPTED|ALREADY_DONE) .*:.*") || text.startsWith("The clouds")) {
      return "good";
    }
    if (text.matches("(REJECTED|NOT_FOUND|NOT_SENT|UNKNOWN) .*:.*")) {
      return "bad";
    }
    return text.startsWith("->") ? "told" : "";
  }

  private static void line(StringBuilder svg, int y, String kind, String text) {
    if (!text.isEmpty()) {
      svg.append("<text x=\"%d\" y=\"%d\"%s xml:space=\"preserve\">%s</text>\n".formatted(
          EDGE, y, kind.isEmpty() ? "" : " class=\"" + kind + "\"",
          text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")));
    }
  }
}
