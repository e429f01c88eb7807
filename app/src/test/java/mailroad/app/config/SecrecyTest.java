package mailroad.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import mailroad.app.NodeConfig;
import mailroad.app.admin.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is secret in a configuration is shown nowhere (A19). */
class SecrecyTest {
  private static final List<String> WITH_SECRETS =
      List.of(
          "[store.postgres]\npassword = \"hush\"\n",
          """
          [mta.routing]
          smarthost = "relay.example"
          smarthost-login = "us"
          smarthost-password = "hush"
          """,
          """
          [[mta.routing.routes]]
          to = "a.example"
          next-hop = "relay.example"
          login = "us"
          password = "hush"
          """,
          """
          [[mta.routing.groups]]
          name = "inner"
          [[mta.routing.groups.hosts]]
          next-hop = "relay.example"
          login = "us"
          password = "hush"
          """);

  private static NodeConfig parse(String text) throws ConfigException {
    return ConfigFile.parse("mailroad.toml", text, NodeConfig.DEFAULT);
  }

  @Test
  void noViewOfAConfigurationShowsOne() throws Exception {
    for (String text : WITH_SECRETS) {
      NodeConfig config = parse(text);
      assertThat(Secrecy.hasSecrets(config)).as(text).isTrue();
      assertThat(Reference.toml(config)).doesNotContain("hush").contains("(not shown)");
      String json = Json.pretty(Secrecy.hide(Json.tree(config)));
      assertThat(json).doesNotContain("hush").contains("(not shown)");
      assertThat(config.mta().toString() + config.store()).doesNotContain("hush");
    }
  }

  @Test
  void whatIsNoSecretIsShown() {
    assertThat(Secrecy.hasSecrets(NodeConfig.DEFAULT)).isFalse();
    assertThat(Reference.toml(NodeConfig.DEFAULT))
        .doesNotContain("(not shown)")
        .contains("smarthost-password = \"\"");
    assertThat(Secrecy.hide(Json.tree(NodeConfig.DEFAULT)))
        .isEqualTo(Json.tree(NodeConfig.DEFAULT));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "[store.postgres]\npassword = 4711\n",
        "[store.postgres]\npassword = [\"4711\"]\n",
        "[mta.routing]\nsmarthost-password = 4711\n",
        "[[mta.routing.routes]]\nto = \"a.example\"\nnext-hop = \"b.example\"\npassword = \"4711\"\n",
      })
  void complaintsDoNotQuoteOne(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("password")
        .hasMessageNotContaining("4711");
  }
}
