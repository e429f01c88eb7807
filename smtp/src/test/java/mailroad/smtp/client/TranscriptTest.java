package mailroad.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is kept of a talk. */
class TranscriptTest {
  @Test
  void keepsTheEndOfALongTalk() {
    Transcript transcript = new Transcript(40);
    for (int i = 0; i < 30; i++) {
      transcript.said("opening " + i);
    }
    transcript.begin();
    for (int i = 0; i < 100; i++) {
      transcript.heard("line " + i);
    }
    assertThat(transcript.lines())
        .hasSize(41)
        .contains("C: opening 0", "S: line 0", "... 80 lines left out", "S: line 99");
  }
}
