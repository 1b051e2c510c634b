import { knownNames } from '../telemetry-reading.ts'

/** Read in Claude Code 2.1.330 and its page "monitoring-usage". What each is told apart by stands beside it. */
export const CLAUDE_EVENTS = knownNames({
  api_error: 'status_code',
  api_refusal: 'query_source',
  api_request: 'query_source',
  api_request_body: 'query_source',
  api_response_body: 'query_source',
  api_retries_exhausted: 'status_code',
  assistant_response: 'query_source',
  at_mention: 'mention_type',
  auth: 'action success',
  compaction: 'trigger success',
  feedback_survey: 'event_type',
  hook_execution_complete: 'hook_event',
  hook_execution_start: 'hook_event',
  hook_plugin_metrics: 'hook_event',
  hook_registered: 'hook_event',
  internal_error: 'error_name',
  managed_settings_resolved: 'managed_settings.trigger',
  mcp_server_connection: 'status',
  permission_mode_changed: 'to_mode',
  plugin_installed: 'plugin.name',
  plugin_loaded: 'plugin.name',
  retention_sweep: 'result',
  safety_event: 'tool_name',
  skill_activated: 'skill.name',
  subagent_completed: 'agent_type',
  system_prompt: '',
  tool: 'tool_name',
  tool_decision: 'tool_name decision',
  tool_result: 'tool_name success',
  user_prompt: 'command_name',
})

export const CLAUDE_METRICS = knownNames({
  'active_time.total': 'type',
  'code_edit_tool.decision': 'tool_name decision',
  'commit.count': '',
  'cost.usage': 'query_source',
  'lines_of_code.count': 'type',
  'pull_request.count': '',
  'session.count': 'start_type',
  'token.usage': 'type',
})

export const CLAUDE_SPANS = knownNames({
  'bash.subprocess': 'success',
  compaction: 'trigger success',
  hook: 'hook_event',
  interaction: '',
  llm_request: 'query_source_safe success',
  'mcp.rpc': 'success',
  'subagent.spawn': 'agent_type',
  tool: 'tool_name',
  'tool.blocked_on_user': 'decision',
  'tool.execution': 'success',
})
