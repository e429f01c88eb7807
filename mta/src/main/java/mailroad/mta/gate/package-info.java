/**
 * Where mail comes in, seen by whoever guards it. {@link mailroad.mta.gate.Gate} is asked at each step of an SMTP
 * session and about each message that is whole, and answers with a {@link mailroad.mta.gate.Judgement}: whether it
 * is taken, what it carries in front, and where each recipient's copy goes. {@link mailroad.mta.gate.Seal} signs what
 * leaves. Called by the sessions' tasks, which may wait.
 */
@NullMarked
package mailroad.mta.gate;

import org.jspecify.annotations.NullMarked;
