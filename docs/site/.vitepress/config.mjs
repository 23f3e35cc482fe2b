import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { defineConfig } from "vitepress";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The order in which somebody meets the pages; what is in no group comes last. */
const GROUPS = [
  ["Start", "开始", ["index", "first-steps", "projects", "verdicts", "powers", "comparison", "migration"]],
  ["Use", "使用", ["find", "plans", "leftovers", "reports", "scripting", "ci", "spring-boot", "observability"]],
  ["Clouds", "各云", ["clouds/tencent", "clouds/aliyun", "clouds/zenlayer"]],
  ["Set up", "配置", ["credentials", "configuration", "network", "pointing-elsewhere", "pace"]],
  ["Safety", "安全", ["journal-and-guards", "several-machines", "faults", "troubleshooting", "codes"]],
  ["Testing", "测试", ["testing/in-process", "testing/over-http", "testing/contracts"]],
  ["Inside", "内部", ["inside", "writing-a-provider", "performance", "artifacts", "releasing"]],
];

function title(file) {
  return readFileSync(join(root, file), "utf8").match(/^# (.+)$/m)[1];
}

function sidebar(chinese) {
  const at = chinese ? "zh/" : "";
  const there = (page) => existsSync(join(root, `${at}${page}.md`));
  const item = (page) => ({ text: title(`${at}${page}.md`), link: `/${at}${page === "index" ? "" : page}` });
  const groups = GROUPS.map(([english, words, pages]) => ({
    text: chinese ? words : english,
    items: pages.filter(there).map(item),
  }));
  const named = new Set(GROUPS.flatMap(([, , pages]) => pages));
  const others = readdirSync(join(root, at))
    .filter((file) => file.endsWith(".md"))
    .map((file) => file.slice(0, -3))
    .filter((page) => !named.has(page) && page !== "contributing" && page !== "changelog");
  if (others.length) groups.push({ text: chinese ? "更多" : "More", items: others.map(item) });
  return groups;
}

const javadoc = existsSync(join(root, "public/javadoc")) ? [{ text: "Javadoc", link: "/javadoc/index.html", target: "_blank" }] : [];

export default defineConfig({
  title: "CloudRelease",
  head: [["link", { rel: "icon", href: "data:," }]],
  outDir: "../html",
  cacheDir: "../cache",
  cleanUrls: false,
  // Javadoc brings texts of its own.
  srcExclude: ["public/**"],
  lastUpdated: false,
  ignoreDeadLinks: [/^\/javadoc\//],
  markdown: {
    // As GitHub makes them, so that one link does for both.
    anchor: { slugify: (words) => words.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replace(/ /g, "-") },
    // Pages wrap at 200 columns; what is typed must be seen whole.
    languageAlias: { text: "txt" },
  },
  themeConfig: {
    search: {
      provider: "local",
      options: {
        miniSearch: {
          options: {
            // Chinese has no spaces: pairs of characters are its words.
            tokenize: (text) =>
              text
                .toLowerCase()
                .split(/[\s\p{P}\p{S}]+/u)
                .flatMap((word) =>
                  /\p{Script=Han}/u.test(word)
                    ? [...word].map((one, i, all) => one + (all[i + 1] || ""))
                    : [word],
                )
                .filter((word) => word),
          },
        },
        locales: {
          zh: {
            translations: {
              button: { buttonText: "搜索", buttonAriaLabel: "搜索" },
              modal: {
                noResultsText: "没有找到",
                resetButtonTitle: "清除",
                footer: { selectText: "选择", navigateText: "移动", closeText: "关闭" },
              },
            },
          },
        },
      },
    },
  },
  locales: {
    root: {
      label: "English",
      lang: "en",
      description: "Gives cloud instances back, and says for each what is true",
      themeConfig: {
        nav: [
          { text: "First five minutes", link: "/first-steps" },
          { text: "Verdicts", link: "/verdicts" },
          { text: "Changes", link: "/changelog" },
          { text: "Decisions", link: "/decisions/" },
          ...javadoc,
        ],
        sidebar: sidebar(false),
      },
    },
    zh: {
      label: "中文",
      lang: "zh-CN",
      description: "归还云实例，并对每一个说明真实情况",
      themeConfig: {
        nav: [
          { text: "最初五分钟", link: "/zh/first-steps" },
          { text: "结论", link: "/zh/verdicts" },
          ...javadoc,
        ],
        sidebar: sidebar(true),
        outline: { label: "本页" },
        docFooter: { prev: "上一页", next: "下一页" },
        darkModeSwitchLabel: "明暗",
        sidebarMenuLabel: "目录",
        returnToTopLabel: "回到顶部",
        langMenuLabel: "语言",
      },
    },
  },
});
