/**
 * What the product promises where clouds lag, answers mislead, clocks jump and other hands are at
 * work: each small example that once broke a promise, told as a test. Time is virtual unless an
 * extension really blocks.
 *
 * <p>Which example is told where (a name without a package is in this one):
 *
 * <ul>
 *   <li>another hand binned it a moment ago, the call answers "isolating", "in progress" or "task
 *       running", looks are behind: {@link SecondSendsTest}{@code
 *       #what_another_hand_put_into_the_bin_a_moment_ago_is_not_sent_again}
 *   <li>a batch refused for one, carried out for the others, looks 15 to 25 s behind, Tencent and
 *       ZEC: {@code
 *       SecondSendsTest#the_others_of_a_refused_batch_are_not_sent_again_while_looks_may_be_behind},
 *       {@code #with_too_little_time_for_a_proof_they_are_unknown}; what that costs for a hundred:
 *       {@code #one_bad_one_of_a_hundred_costs_two_lags_and_at_most_twenty_one_calls}
 *   <li>a lost call that is carried out minutes later, or never was: {@code
 *       SecondSendsTest#a_lost_call_that_is_carried_out_minutes_later_is_not_followed_by_another},
 *       {@code #a_lost_call_that_never_arrived_is_repeated_once_that_is_proven}
 *   <li>carried out, answer lost, looks behind, the second call says gone, going or in the bin:
 *       {@code ContradictionsTest}, all of it
 *   <li>resumed on a machine whose clock is another: {@code
 *       ClocksTest#a_run_that_is_resumed_where_the_clock_is_another_ends_released}
 *   <li>being made, then an empty look, then running: {@code
 *       EvidenceTest#a_look_without_an_instance_that_was_just_being_made_ends_nothing}
 *   <li>a call that never arrived and one empty look: {@code
 *       EvidenceTest#after_a_call_that_never_arrived_one_empty_look_ends_nothing}
 *   <li>a page that repeats a row and loses another: {@code
 *       EvidenceTest#what_a_page_lost_because_it_repeats_a_row_is_not_gone}, {@code
 *       #nor_is_it_where_each_instance_has_a_call_of_its_own}
 *   <li>not shown at first: {@code
 *       EvidenceTest#what_the_first_look_does_not_show_is_not_found_after_a_second_one_only}; gone
 *       without us: {@code #what_goes_without_a_call_of_ours_went_by_other_hands}
 *   <li>two runs, clients, processes or plans one after the other, and one that ended unknown:
 *       {@code MemoryTest}; with journals also {@code io.cloudrelease.durability.OverlapTest}
 *   <li>one account under two names, also for the budget: {@code
 *       MemoryTest#one_instance_under_two_names_of_an_account_is_wrong_input_and_nothing_is_sent},
 *       {@code #one_instance_under_two_names_in_two_runs_is_sent_once}, {@code
 *       #a_budget_counts_two_names_of_an_account_together}
 *   <li>a clock that is set while a refused batch is settled, or before a send; a machine that
 *       slept: {@code ClocksTest}
 *   <li>keys that become those of another account, a bearer token of another one at execute or
 *       resume: {@code IdentityTest}; a profile that is switched: {@code
 *       io.cloudrelease.aliyun.DefaultCredentialsTest#a_profile_that_is_switched_later_does_not_change_the_account}
 *   <li>a credentials file that is cut off or empty: {@code
 *       io.cloudrelease.zenlayer.ZenlayerCredentialsTest#a_broken_configuration_never_falls_through_to_another_profiles_key},
 *       {@code
 *       io.cloudrelease.aliyun.DefaultCredentialsTest#a_broken_file_is_named_and_no_other_key_is_taken_in_its_place}
 *   <li>errors, exceptions and nulls from every extension, no memory for threads, keys that go
 *       away: {@code ThrowingExtensionsTest}
 *   <li>an answer too many on a connection: {@code io.cloudrelease.http.okhttp.SurplusAnswersTest}
 *   <li>status 200 with an error, without what a success has, with its error cut out or renamed, of
 *       another call's shape: {@code AnswersTest}
 *   <li>calls that would leave on old looks: {@code
 *       FreshnessTest#of_fifteen_hundred_bare_metal_instances_none_is_sent_on_a_look_older_than_half_a_minute},
 *       {@code #nor_where_a_call_is_tried_again_after_pauses}, {@code
 *       #what_became_protected_while_others_were_sent_is_not_sent}
 *   <li>a guard that objects by the time of a second send, of the step out of the bin, of a resume:
 *       {@code FreshnessTest#a_guard_that_objects_by_the_time_of_a_second_send_holds_it_back} and
 *       those after it
 *   <li>a budget and batches that were done in part: {@code BudgetTest}
 *   <li>a key that may not release, or not see, one of two thousand: {@code
 *       OneOfManyTest#a_key_that_may_not_release_one_of_two_thousand_releases_the_others}, {@code
 *       #nor_does_one_that_it_may_not_see}; rights that cut lists or change in mid-run: {@code
 *       #where_lists_are_cut_without_a_word_only_the_unseen_one_is_left_out}, {@code
 *       #a_right_to_see_that_is_taken_away_in_mid_run_makes_nothing_released}
 *   <li>one that breaks every call: {@code
 *       OneOfManyTest#one_that_breaks_every_call_that_names_it_spoils_nothing_else}
 *   <li>busy or initializing for 25 s: {@code
 *       OneOfManyTest#what_is_busy_for_half_a_minute_is_waited_for}, {@code
 *       #an_ecs_instance_that_is_initializing_is_waited_for}, {@code
 *       #several_that_are_initializing_hold_up_nothing_else}
 *   <li>a region that does not exist: {@code RegionsTest}
 *   <li>two regions through one host, limits by the minute, headers that tell the pace: {@code
 *       io.cloudrelease.rates.AccessHostTest}, {@code
 *       io.cloudrelease.rates.CountedByTheMinuteTest}, {@code io.cloudrelease.aliyun.EcsPaceTest},
 *       {@code io.cloudrelease.execution.call.LanePaceTest}
 *   <li>a journal under another name of its file, with a flipped bit, removed, cut, replaced:
 *       {@code JournalRowsTest}; permissions and locks: {@code
 *       io.cloudrelease.journal.JournalIdentityTest}; chained lines: {@code
 *       io.cloudrelease.journal.JournalLinesTest}; 250 MB of old runs: {@code
 *       io.cloudrelease.journal.OldJournalsTest#a_quarter_of_a_gigabyte_of_old_runs_takes_no_memory}
 *   <li>shut down for arrears, and pay as you go in the bin: {@code ArrearsTest}
 *   <li>names that are no text, totals that are missing or fractions, null lists: {@code
 *       LenientReadingTest}
 *   <li>hosts of the finance regions: {@code
 *       io.cloudrelease.aliyun.AliyunEcsTest#each_region_has_its_host}
 *   <li>a wish to wait for 400 days: {@code io.cloudrelease.rates.LongWishTest}, {@code
 *       TroubleToldTest#a_client_that_is_told_to_wait_for_years_ends_at_its_deadline}
 *   <li>secrets that an endpoint repeats, request ids of megabytes: {@code
 *       TroubleToldTest#secrets_that_an_endpoint_repeats_are_in_no_result_and_no_journal}, {@code
 *       #a_token_that_it_shows_as_a_state_or_a_name_is_not_repeated_either}, {@code
 *       #a_request_id_of_seven_megabytes_fills_nothing}, {@code
 *       io.cloudrelease.execution.call.RedactionTest}
 *   <li>what would steer a terminal: {@code io.cloudrelease.text.TerminalTextTest}, {@code
 *       io.cloudrelease.model.ReleasePlanTableTest}, {@code
 *       io.cloudrelease.commandline.WrongInputTest#what_would_draw_on_the_terminal_is_shown_instead}
 *   <li>XML that is no text: {@code
 *       TroubleToldTest#xml_that_is_no_text_is_an_error_as_any_and_prints_nothing}
 *   <li>an extension that blocks: {@code
 *       BlockingExtensionsTest#the_result_is_there_soon_after_the_deadline}
 *   <li>what cannot pass, and the last cause at a deadline: {@code
 *       TroubleToldTest#what_cannot_pass_is_told_within_three_seconds}, {@code
 *       #what_might_have_passed_is_told_at_the_deadline}; which trouble is of which kind: {@code
 *       io.cloudrelease.http.okhttp.ObstaclesTest}
 *   <li>a wrong key or a missing right at the first look: {@code
 *       TroubleToldTest#a_wrong_key_is_told_by_its_own_hint_and_nobody_is_led_to_send_blindly},
 *       {@code #a_missing_right_to_look_is_named}
 *   <li>credentials, guard or provider that throws: {@code
 *       TroubleToldTest#a_look_that_the_provider_cannot_read_is_asked_for_once_and_told_with_its_class},
 *       {@code #keys_that_cannot_be_had_are_told_with_the_class_of_what_was_thrown}, {@code
 *       #a_guard_that_throws_is_told_with_the_class_of_what_it_threw}
 *   <li>a token with a line end inside: {@code
 *       io.cloudrelease.credentials.SecretTest#a_line_end_or_control_character_inside_is_refused_by_the_name_of_its_part}
 *   <li>in the bin where destroying was wanted, throttled when the stop came, which look is {@code
 *       before}: {@code EndsTest}
 *   <li>three safeguards nobody would miss until they are needed: {@code SafeguardsTest}, and the
 *       sync of an intent: {@code io.cloudrelease.journal.SyncedBeforeItLeavesTest}
 * </ul>
 */
package io.cloudrelease.truth;
