-- One line a figure: the leads that it counts. Where it counts a part of the open ones that is said besides, as their index can find them.
and f.of_period = 1                                 --? figure.leads
and f.immature = 1                                  --? figure.immature
and f.mature = 1                                    --? figure.mature
and f.contacted = 1                                 --? figure.contacted
and f.converted = 1                                 --? figure.converted
and f.converted_to_opportunity = 1                  --? figure.convertedToOpportunity
and f.converted_to_customer = 1                     --? figure.convertedToCustomer
and f.converted_to_either = 1                       --? figure.convertedToEither
and f.contacted_and_converted = 1                   --? figure.contactedAndConverted
and f.converted_without_contact = 1                 --? figure.convertedWithoutContact
and f.answered_within_target = 1                    --? figure.answeredWithinTarget
and f.response_due = 1                              --? figure.responseDue
and f.response_pending = 1                          --? figure.responsePending
and f.never_answered = 1                            --? figure.neverAnswered
and f.open_load = 1                                 --? figure.openLoad
and f.neglected = 1 and f.is_open = 1               --? figure.neglected
and f.missing_owner = 1                             --? figure.missingOwner
and f.unknown_source = 1                            --? figure.unknownSource
and f.conversion_before_creation = 1                --? figure.conversionBeforeCreation
and f.response_before_start = 1                     --? figure.responseBeforeStart
and f.no_owner_history = 1                          --? figure.noOwnerHistory
and f.converted_by_status_alone = 1                 --? figure.convertedByStatusAlone
and f.missing_rate = 1                              --? figure.missingRate
and f.missing_status = 1                            --? figure.missingStatus
and f.closed_without_date = 1                       --? figure.closedWithoutDate
and f.reached_contact = 1                           --? figure.reachedContact
and f.reached_qualified = 1                         --? figure.reachedQualified
and f.reached_opportunity = 1                       --? figure.reachedOpportunity
and f.reached_customer = 1                          --? figure.reachedCustomer
and f.qualified_leads = 1                           --? figure.qualifiedLeads
and f.judged = 1                                    --? figure.judged
and f.open_leads = 1                                --? figure.openLeads
and f.aged0_to7_days = 1 and f.is_open = 1          --? figure.aged0To7Days
and f.aged8_to14_days = 1 and f.is_open = 1         --? figure.aged8To14Days
and f.aged15_to30_days = 1 and f.is_open = 1        --? figure.aged15To30Days
and f.aged31_to60_days = 1 and f.is_open = 1        --? figure.aged31To60Days
and f.aged61_to90_days = 1 and f.is_open = 1        --? figure.aged61To90Days
and f.aged91_days_or_more = 1 and f.is_open = 1     --? figure.aged91DaysOrMore
and f.idle0_to7_days = 1 and f.is_open = 1          --? figure.idle0To7Days
and f.idle8_to14_days = 1 and f.is_open = 1         --? figure.idle8To14Days
and f.idle15_to30_days = 1 and f.is_open = 1        --? figure.idle15To30Days
and f.idle31_to60_days = 1 and f.is_open = 1        --? figure.idle31To60Days
and f.idle61_to90_days = 1 and f.is_open = 1        --? figure.idle61To90Days
and f.idle91_days_or_more = 1 and f.is_open = 1     --? figure.idle91DaysOrMore
and f.never_active = 1 and f.is_open = 1            --? figure.neverActive
and f.neglected_uncontacted = 1 and f.is_open = 1   --? figure.neglectedUncontacted
and f.neglected_idle = 1 and f.is_open = 1          --? figure.neglectedIdle
and f.neglected_overdue = 1 and f.is_open = 1       --? figure.neglectedOverdue
and f.neglected_unplanned = 1 and f.is_open = 1     --? figure.neglectedUnplanned
and f.answered = 1                                  --? figure.answered
and f.answered_within5_minutes = 1                  --? figure.answeredWithin5Minutes
and f.answered5_minutes_to1_hour = 1                --? figure.answered5MinutesTo1Hour
and f.answered1_to24_hours = 1                      --? figure.answered1To24Hours
and f.answered24_to72_hours = 1                     --? figure.answered24To72Hours
and f.answered_later = 1                            --? figure.answeredLater
and f.decided = 1                                   --? figure.decided
and f.new_customers = 1                             --? figure.newCustomers
